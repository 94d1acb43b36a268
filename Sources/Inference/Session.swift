import COnnxRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A loaded model: token ids in, the last layer's hidden states out.
///
/// - Note: `@unchecked Sendable`: the handle is set once and freed in `deinit`, and ONNX Runtime
///   documents `Run` as safe to call from several threads at once.
final class Session: @unchecked Sendable {
    let runtime: Runtime
    let handle: OpaquePointer
    let path: String
    /// Of the inputs a BERT-like model may take, those this one takes, in its order.
    let inputs: [Input]
    /// The name of the output that holds the hidden states, owned.
    let output: UnsafeMutablePointer<CChar>

    /// An input of a BERT-like model. Without padding, all but the ids are constant.
    enum Input: CaseIterable {
        case ids, mask, types

        var name: StaticString {
            switch self {
            case .ids: "input_ids"
            case .mask: "attention_mask"
            case .types: "token_type_ids"
            }
        }
    }

    /// Loads a model.
    ///
    /// - Parameter threads: how many threads one `run` may use, the caller's included.
    init(path: String, threads: Int) throws(InferenceError) {
        let runtime = try Runtime.shared()
        let handle = try Self.open(path, threads: threads, runtime)
        // `deinit` does not run when this throws, so the handle is freed by hand.
        do throws(InferenceError) {
            let names = try Self.names(of: handle, runtime, path)
            inputs = try Self.known(names.inputs, path)
            guard let first = names.outputs.first else {
                throw InferenceError(.shape, "The model \(path) has no output.")
            }
            let states = "last_hidden_state"
            output = strdup(names.outputs.contains(states) ? states : first)
        } catch {
            runtime.api.pointee.ReleaseSession(handle)
            throw error
        }
        self.runtime = runtime
        self.handle = handle
        self.path = path
    }

    deinit {
        runtime.api.pointee.ReleaseSession(handle)
        free(output)
    }

    private static func open(
        _ path: String, threads: Int, _ runtime: Runtime
    ) throws(InferenceError) -> OpaquePointer {
        let api = runtime.api.pointee
        let loading = "loading the model \(path)"
        var options: OpaquePointer?
        try runtime.check(api.CreateSessionOptions(&options), loading)
        defer { api.ReleaseSessionOptions(options) }
        try runtime.check(api.SetSessionGraphOptimizationLevel(options, ORT_ENABLE_ALL), loading)
        try runtime.check(api.SetIntraOpNumThreads(options, Int32(clamping: threads)), loading)
        try runtime.check(api.SetInterOpNumThreads(options, 1), loading)
        // The arena keeps the largest batch ever seen; without it resident memory halves.
        try runtime.check(api.DisableCpuMemArena(options), loading)
        // Threads that spin between runs burn a core of whoever shares the machine.
        try runtime.check(
            api.AddSessionConfigEntry(options, "session.intra_op.allow_spinning", "0"), loading)
        var session: OpaquePointer?
        try runtime.check(
            api.CreateSession(runtime.environment, path, options, &session), loading)
        guard let session else {
            throw InferenceError(.runtime, "ONNX Runtime gave no session for \(path).")
        }
        return session
    }

    private static func known(_ names: [String], _ path: String) throws(InferenceError) -> [Input] {
        var inputs: [Input] = []
        for name in names {
            guard let input = Input.allCases.first(where: { "\($0.name)" == name }) else {
                throw InferenceError(
                    .shape,
                    "The model \(path) wants an input named \(name); a sentence embedding model "
                        + "takes input_ids, attention_mask and token_type_ids.")
            }
            inputs.append(input)
        }
        guard inputs.contains(.ids) else {
            throw InferenceError(.shape, "The model \(path) takes no input_ids.")
        }
        return inputs
    }

    private static func names(
        of session: OpaquePointer, _ runtime: Runtime, _ path: String
    ) throws(InferenceError) -> (inputs: [String], outputs: [String]) {
        let api = runtime.api.pointee
        let reading = "reading the inputs and outputs of \(path)"
        var allocator: UnsafeMutablePointer<OrtAllocator>?
        try runtime.check(api.GetAllocatorWithDefaultOptions(&allocator), reading)
        func collect(
            _ count: Int,
            _ name: (Int, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> OrtStatusPtr?
        ) throws(InferenceError) -> [String] {
            var names: [String] = []
            for index in 0..<count {
                var text: UnsafeMutablePointer<CChar>?
                try runtime.check(name(index, &text), reading)
                guard let text else { continue }
                names.append(String(cString: text))
                try runtime.check(api.AllocatorFree(allocator, text), reading)
            }
            return names
        }
        var count = 0
        try runtime.check(api.SessionGetInputCount(session, &count), reading)
        let inputs = try collect(count) { api.SessionGetInputName(session, $0, allocator, $1) }
        try runtime.check(api.SessionGetOutputCount(session, &count), reading)
        let outputs = try collect(count) { api.SessionGetOutputName(session, $0, allocator, $1) }
        return (inputs, outputs)
    }
}
