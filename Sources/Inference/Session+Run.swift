import COnnxRuntime

extension Session {
    /// Runs the model over `count` sequences of the same length and hands the hidden states,
    /// row-major `count × length × dimensions`, to `body`. They are gone when it returns.
    ///
    /// All sequences have one length, so nothing is padded and every token is attended.
    ///
    /// - Parameter ids: `count × length` token ids, sequence after sequence.
    /// - Throws: `runtime` when the model cannot be run, `shape` when it gives something else.
    func run(
        ids: [Int64], count: Int, dimensions: Int, body: (UnsafeBufferPointer<Float>) -> Void
    ) throws(InferenceError) {
        let length = ids.count / count
        let api = runtime.api.pointee
        var values: [OpaquePointer?] = []
        defer { for value in values { api.ReleaseValue(value) } }
        var ids = ids
        var ones = [Int64](repeating: 1, count: inputs.contains(.mask) ? ids.count : 0)
        var zeros = [Int64](repeating: 0, count: inputs.contains(.types) ? ids.count : 0)
        let result: Result<Void, InferenceError> = ids.withUnsafeMutableBufferPointer { ids in
            ones.withUnsafeMutableBufferPointer { ones in
                zeros.withUnsafeMutableBufferPointer { zeros in
                    Result { () throws(InferenceError) in
                        for input in inputs {
                            let buffer =
                                switch input {
                                case .ids: ids
                                case .mask: ones
                                case .types: zeros
                                }
                            values.append(try tensor(buffer, count, length))
                        }
                        let output = try run(values)
                        defer { api.ReleaseValue(output) }
                        body(try floats(of: output, [count, length, dimensions]))
                    }
                }
            }
        }
        try result.get()
    }

    /// A tensor over memory of ours: it copies nothing and must not outlive `buffer`.
    private func tensor(
        _ buffer: UnsafeMutableBufferPointer<Int64>, _ count: Int, _ length: Int
    ) throws(InferenceError) -> OpaquePointer? {
        let shape = [Int64(count), Int64(length)]
        var value: OpaquePointer?
        try runtime.check(
            runtime.api.pointee.CreateTensorWithDataAsOrtValue(
                runtime.cpuMemory, buffer.baseAddress, buffer.count * MemoryLayout<Int64>.stride,
                shape, shape.count, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, &value),
            "making an input tensor for \(path)")
        return value
    }

    private func run(_ values: [OpaquePointer?]) throws(InferenceError) -> OpaquePointer {
        var result: OpaquePointer?
        let names: [UnsafePointer<CChar>?] = inputs.map {
            UnsafeRawPointer($0.name.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        let status = runtime.api.pointee.Run(
            handle, nil, names, values, values.count, [UnsafePointer(output)], 1, &result)
        try runtime.check(status, "running the model \(path)")
        guard let result else {
            throw InferenceError(.runtime, "ONNX Runtime gave no output of \(path).")
        }
        return result
    }

    /// The numbers of an output tensor, checked to be floats in `shape`.
    private func floats(
        of value: OpaquePointer, _ shape: [Int]
    ) throws(InferenceError) -> UnsafeBufferPointer<Float> {
        let api = runtime.api.pointee
        let reading = "reading the output of \(path)"
        var info: OpaquePointer?
        try runtime.check(api.GetTensorTypeAndShape(value, &info), reading)
        defer { api.ReleaseTensorTypeAndShapeInfo(info) }
        var type = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED
        try runtime.check(api.GetTensorElementType(info, &type), reading)
        var rank = 0
        try runtime.check(api.GetDimensionsCount(info, &rank), reading)
        var found = [Int64](repeating: 0, count: rank)
        try runtime.check(api.GetDimensions(info, &found, rank), reading)
        guard type == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, found == shape.map(Int64.init) else {
            throw InferenceError(
                .shape,
                "The model \(path) gave a tensor of shape \(found) where 32-bit floats of shape "
                    + "\(shape) were expected. Run scripts/bootstrap to get the model that fits.")
        }
        var data: UnsafeMutableRawPointer?
        try runtime.check(api.GetTensorMutableData(value, &data), reading)
        let count = shape.reduce(1, *)
        guard let data else {
            throw InferenceError(.shape, "The model \(path) gave an empty tensor.")
        }
        return UnsafeBufferPointer(
            start: data.assumingMemoryBound(to: Float.self), count: count)
    }
}
