#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Takes the elements out of an array and leaves it empty.
func take(_ elements: inout [Value]) -> [Value] {
    let taken = elements
    elements = []
    return taken
}

/// Frees the contents of containers one after the other instead of one inside the other.
///
/// A template can nest lists a million deep in a loop. Were each freed from within the `deinit`
/// of the one around it, the thread would run out of stack; so a container hands its contents
/// over in its `deinit`, and the outermost one empties the pile.
enum Disposal {
    private final class Pile {
        var values: [Value] = []
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        precondition(pthread_key_create(&key, nil) == 0, "no thread-specific key is left")
        return key
    }()

    static func dispose(_ values: consuming [Value]) {
        guard values.contains(where: \.holdsReferences) else { return }
        if let open = pthread_getspecific(key) {
            Unmanaged<Pile>.fromOpaque(open).takeUnretainedValue().values.append(
                contentsOf: values)
            return
        }
        let pile = Pile()
        pile.values = values
        values = []
        pthread_setspecific(key, Unmanaged.passUnretained(pile).toOpaque())
        while let value = pile.values.popLast() { _ = consume value }
        pthread_setspecific(key, nil)
    }
}

extension Value {
    fileprivate var holdsReferences: Bool {
        switch self {
        case .list, .tuple, .dict, .callable, .object: true
        default: false
        }
    }
}
