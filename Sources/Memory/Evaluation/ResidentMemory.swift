import Foundation

/// How much memory of this process lies in the machine's memory, in KiB, as Linux counts it; 0
/// where there is no `/proc`.
enum ResidentMemory {
    static var current: Int { value("VmRSS") }

    /// The most there has been since the process began or since `forgetPeak`.
    static var peak: Int { value("VmHWM") }

    /// Begins to count the peak anew. False where that is not possible; the peak is then that of
    /// the whole process.
    static func forgetPeak() -> Bool {
        giveBackFreed()
        guard let file = fopen("/proc/self/clear_refs", "w") else { return false }
        let isWritten = fputs("5", file) >= 0
        return fclose(file) == 0 && isWritten
    }

    /// Asks the allocator to give back to the system what was freed. Glibc's `malloc_trim` is in no
    /// header that Swift imports, and other systems have none.
    private static func giveBackFreed() {
        typealias Trim = @convention(c) (Int) -> Int32
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: Trim.self)(0)
    }

    private static func value(_ name: String) -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") })
        else { return 0 }
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
