import COnnxRuntime

extension Session {
    /// The inputs of these names.
    ///
    /// - Throws: `shape` when one is of another kind of model, or the ids are not among them.
    static func known(_ names: [String], _ path: String) throws(InferenceError) -> [Input] {
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

    /// The names of what a loaded model takes and gives.
    static func names(
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
