public import Foundation

/// Bytes of a file or of standard input, in pieces.
public final class ByteInput {
    private let handle: FileHandle
    private let name: String
    /// What is read of a file: its size when it was opened. What is added later is for the next run.
    private let end: Int?
    private var offset: Int

    /// - Throws: `source` where the file cannot be read.
    public init(file: String, offset: Int) throws(IngestError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
            throw IngestError(.source, "there is no file \(file)")
        }
        if isDirectory.boolValue {
            throw IngestError(.source, "\(file) is a folder; name the files in it")
        }
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw IngestError(.source, "cannot read \(file): may this user read it?")
        }
        self.handle = handle
        name = file
        end = ((try? handle.seekToEnd()).map { Int($0) }) ?? 0
        self.offset = offset
        do { try handle.seek(toOffset: UInt64(offset)) } catch {
            throw IngestError(.source, "cannot read \(file) from byte \(offset)")
        }
    }

    public init(_ input: FileHandle) {
        handle = input
        name = "standard input"
        end = nil
        offset = 0
    }

    /// The next bytes; empty at the end.
    func read(_ count: Int = 1 << 20) throws(IngestError) -> [UInt8] {
        let wanted = end.map { min(count, $0 - offset) } ?? count
        guard wanted > 0 else { return [] }
        let data: Data?
        do { data = try handle.read(upToCount: wanted) } catch {
            throw IngestError(.source, "\(name) cannot be read: is the disk well?")
        }
        let bytes = Array(data ?? Data())
        if bytes.isEmpty, end != nil {
            throw IngestError(
                .changed, "\(name) became shorter while it was read; what was read so far is kept")
        }
        offset += bytes.count
        return bytes
    }
}
