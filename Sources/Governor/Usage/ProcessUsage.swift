public import DuckDB
internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#endif

/// What a process uses, as the kernel sees it.
public struct ProcessUsage: Sendable, Equatable {
    /// Memory that is resident.
    public var resident: ByteCount
    /// The most that was resident.
    public var residentPeak: ByteCount
    /// Processor time so far, of all threads.
    public var processorTime: Duration
    public var threads: Int

    public init(
        resident: ByteCount, residentPeak: ByteCount, processorTime: Duration, threads: Int
    ) {
        self.resident = resident
        self.residentPeak = residentPeak
        self.processorTime = processorTime
        self.threads = threads
    }

    /// This process, now.
    public static var current: ProcessUsage {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            let peak = Int64(usage.ru_maxrss) << 10
        #else
            getrusage(RUSAGE_SELF, &usage)
            let peak = Int64(usage.ru_maxrss)
        #endif
        let time =
            Duration.seconds(Int64(usage.ru_utime.tv_sec) + Int64(usage.ru_stime.tv_sec))
            + .microseconds(Int64(usage.ru_utime.tv_usec) + Int64(usage.ru_stime.tv_usec))
        return ProcessUsage(
            resident: residentNow ?? .bytes(peak), residentPeak: .bytes(peak), processorTime: time,
            threads: threadsNow ?? 1)
    }

    #if canImport(Glibc)
        /// One read of a small file; it costs some ten microseconds.
        private static func words(_ file: String) -> [Substring] {
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            return text.split(whereSeparator: \.isWhitespace)
        }

        private static var residentNow: ByteCount? {
            let words = words("/proc/self/statm")
            guard words.count > 1, let pages = Int64(words[1]) else { return nil }
            return .bytes(pages * Int64(sysconf(Int32(_SC_PAGESIZE))))
        }

        private static var threadsNow: Int? {
            let stat = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)) ?? ""
            // The name of the program may hold anything but is the last in brackets.
            guard let end = stat.lastIndex(of: ")") else { return nil }
            let words = stat[stat.index(after: end)...].split(separator: " ")
            return words.count > 17 ? Int(words[17]) : nil
        }
    #else
        private static var residentNow: ByteCount? {
            var info = mach_task_basic_info()
            var count = mach_msg_type_number_t(MemoryLayout<mach_task_basic_info>.size / 4)
            let result = withUnsafeMutablePointer(to: &info) {
                $0.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
                    task_info(mach_task_self_, task_flavor_t(MACH_TASK_BASIC_INFO), $0, &count)
                }
            }
            return result == KERN_SUCCESS ? .bytes(Int64(info.resident_size)) : nil
        }

        private static var threadsNow: Int? { nil }
    #endif
}
