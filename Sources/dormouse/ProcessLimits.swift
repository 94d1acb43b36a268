#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Limits of the process (`ulimit`) under which the libraries would end it without a word.
enum ProcessLimits {
    private static let leastFiles: rlim_t = 32
    private static let leastStack: rlim_t = 1 << 20

    /// Raises what is too low and may be raised.
    ///
    /// - Returns: what is wrong and what to do; nil where nothing is.
    static func problem() -> String? {
        if !raise(RLIMIT_NOFILE, to: leastFiles) {
            return "this process may open too few files; allow more with: ulimit -n 256"
        }
        if !raise(RLIMIT_STACK, to: leastStack) {
            return "the stack of this process is too small; allow more with: ulimit -s 8192"
        }
        return nil
    }

    #if canImport(Glibc)
        private typealias Resource = __rlimit_resource
    #else
        private typealias Resource = Int32
    #endif

    private static func raise(_ resource: Resource, to least: rlim_t) -> Bool {
        var limit = rlimit()
        guard getrlimit(number(resource), &limit) == 0, limit.rlim_cur < least else { return true }
        guard limit.rlim_max >= least else { return false }
        limit.rlim_cur = least
        return setrlimit(number(resource), &limit) == 0
    }

    #if canImport(Glibc)
        private static func number(_ resource: Resource) -> Int32 { Int32(resource.rawValue) }
    #else
        private static func number(_ resource: Resource) -> Int32 { resource }
    #endif
}
