#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How much of the thread's stack is left.
///
/// Templates decide how deep the interpreter recurses, and threads differ: 8 MiB here, 512 KiB
/// there. So beside counting levels, the parser and the interpreter stop before the stack ends.
enum StackSpace {
    /// What must be left for the functions that are called without a further check.
    private static let reserve: UInt = 512 << 10

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        precondition(pthread_key_create(&key, nil) == 0, "no thread-specific key is left")
        return key
    }()

    /// The address below which this thread's stack counts as used up.
    static var floor: UInt {
        if let known = pthread_getspecific(key) { return UInt(bitPattern: known) }
        let (base, size) = bounds
        let floor = base + min(reserve, size / 2)
        pthread_setspecific(key, UnsafeRawPointer(bitPattern: floor))
        return floor
    }

    /// Whether less than the reserve is left; stacks grow downwards.
    @inline(never)
    static func isLow(_ floor: UInt) -> Bool {
        var marker: UInt8 = 0
        return withUnsafePointer(to: &marker) { UInt(bitPattern: $0) } < floor
    }

    #if !canImport(Darwin)
        private typealias AttributeReader =
            @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32
    #endif

    /// The lowest address of the stack and its size.
    private static var bounds: (base: UInt, size: UInt) {
        #if canImport(Darwin)
            let size = UInt(pthread_get_stacksize_np(pthread_self()))
            return (UInt(bitPattern: pthread_get_stackaddr_np(pthread_self())) - size, size)
        #else
            var attributes = pthread_attr_t()
            var base: UnsafeMutableRawPointer?
            var size = 0
            // A GNU extension that the module map does not show. Without it only levels count.
            guard let symbol = dlsym(nil, "pthread_getattr_np") else { return (0, 0) }
            let getAttributes = unsafeBitCast(symbol, to: AttributeReader.self)
            guard getAttributes(pthread_self(), &attributes) == 0 else { return (0, 0) }
            defer { pthread_attr_destroy(&attributes) }
            guard pthread_attr_getstack(&attributes, &base, &size) == 0 else { return (0, 0) }
            return (UInt(bitPattern: base), UInt(size))
        #endif
    }
}
