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

    /// Loads a model. Runs use the calling thread and no other.
    ///
    /// - Parameter optimising: how much of the graph to rewrite while loading.
    init(path: String, optimising: Optimising = .now) throws(InferenceError) {
        let runtime = try Runtime.shared()
        let handle = try Self.open(path, optimising, runtime)
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

    /// What to do with the graph while loading. All ways lead to the same graph, so to the same
    /// bits; `ORT_ENABLE_ALL` would add only layouts for convolutions, which are of one machine.
    enum Optimising {
        /// Fold constants and fuse operations.
        case now
        /// The same, and write the outcome to a directory.
        case andSaving(PreparedModel)
        /// The file is an outcome already.
        case done
    }

    private static func open(
        _ path: String, _ optimising: Optimising, _ runtime: Runtime
    ) throws(InferenceError) -> OpaquePointer {
        let api = runtime.api.pointee
        let loading = "loading the model \(path)"
        var options: OpaquePointer?
        try runtime.check(api.CreateSessionOptions(&options), loading)
        defer { api.ReleaseSessionOptions(options) }
        func set(_ key: String, _ value: String) throws(InferenceError) {
            try runtime.check(api.AddSessionConfigEntry(options, key, value), loading)
        }
        var level = ORT_ENABLE_EXTENDED
        switch optimising {
        case .now: break
        case .andSaving(let copy):
            try runtime.check(api.SetOptimizedModelFilePath(options, copy.model), loading)
            try set("session.optimized_model_external_initializers_file_name", copy.weightsName)
            try set("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
        case .done: level = ORT_DISABLE_ALL
        }
        try runtime.check(api.SetSessionGraphOptimizationLevel(options, level), loading)
        try runtime.check(api.SetIntraOpNumThreads(options, 1), loading)
        try runtime.check(api.SetInterOpNumThreads(options, 1), loading)
        // The arena keeps the largest batch ever seen; without it resident memory halves.
        try runtime.check(api.DisableCpuMemArena(options), loading)
        // Threads that spin between runs burn a core of whoever shares the machine.
        try set("session.intra_op.allow_spinning", "0")
        var session: OpaquePointer?
        try runtime.check(
            api.CreateSession(runtime.environment, path, options, &session), loading)
        guard let session else {
            throw InferenceError(.runtime, "ONNX Runtime gave no session for \(path).")
        }
        return session
    }
}
