import Foundation
import Synchronization

/// What a process takes of the machine besides memory.
enum ProcessUse {
    /// Seconds of processor time so far, of all threads.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Runs `body` and says how many bytes at most lay in a folder meanwhile, looked at ten times a
    /// second.
    static func mostBytes<T>(in folder: URL, during body: () throws -> T) rethrows -> (T, Int) {
        let watch = Watch()
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            while !watch.isOver.withLock(\.self) {
                let bytes = size(of: folder)
                watch.most.withLock { $0 = max($0, bytes) }
                usleep(100_000)
            }
        }
        defer {
            watch.isOver.withLock { $0 = true }
            group.wait()
        }
        let value = try body()
        return (value, watch.most.withLock(\.self))
    }

    private final class Watch: Sendable {
        let most = Mutex(0)
        let isOver = Mutex(false)
    }

    /// Bytes of all files below a folder.
    static func size(of folder: URL) -> Int {
        let files = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: [.fileSizeKey])
        var bytes = 0
        while let file = files?.nextObject() as? URL {
            bytes += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        }
        return bytes
    }
}
