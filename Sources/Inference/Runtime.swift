import COnnxRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// ONNX Runtime's table of functions and its environment: one of each in a process, never freed.
///
/// - Note: `@unchecked Sendable`: both pointers are to objects that ONNX Runtime documents as safe
///   to use from any thread, and neither changes after `init`.
struct Runtime: @unchecked Sendable {
    let api: UnsafePointer<OrtApi>
    let environment: OpaquePointer
    /// Describes memory this process owns; needed for each input tensor.
    let cpuMemory: OpaquePointer

    private static let instance = Result { () throws(InferenceError) in try Runtime() }

    /// The process's runtime, made on first use.
    static func shared() throws(InferenceError) -> Runtime { try instance.get() }

    /// The version of the ONNX Runtime that is loaded, such as `1.31.1`.
    static var version: String {
        OrtGetApiBase().pointee.GetVersionString().map { String(cString: $0) } ?? "unknown"
    }

    private init() throws(InferenceError) {
        guard let api = OrtGetApiBase().pointee.GetApi(UInt32(ORT_API_VERSION)) else {
            throw InferenceError(
                .runtime,
                "ONNX Runtime \(Self.version) is too old: API version \(ORT_API_VERSION) or later is "
                    + "needed. Run scripts/bootstrap, or install a newer onnxruntime.")
        }
        self.api = api
        // The official Linux and macOS builds report to Microsoft from version 1.29 on. This is the
        // only way to say no before the first report; it is read once, when the environment is made.
        setenv("ORT_DISABLE_TELEMETRY", "1", 1)
        var environment: OpaquePointer?
        try Self.check(
            api.pointee.CreateEnv(ORT_LOGGING_LEVEL_ERROR, "dormouse", &environment), api,
            "starting ONNX Runtime")
        // On Windows, and in versions that do not know the variable.
        try Self.check(
            api.pointee.DisableTelemetryEvents(environment), api, "turning telemetry off")
        var memory: OpaquePointer?
        try Self.check(
            api.pointee.CreateCpuMemoryInfo(OrtDeviceAllocator, OrtMemTypeDefault, &memory), api,
            "starting ONNX Runtime")
        guard let environment, let memory else {
            throw InferenceError(.runtime, "ONNX Runtime gave no environment and no reason.")
        }
        self.environment = environment
        cpuMemory = memory
    }

    /// Throws what `status` says, and frees it. A `nil` status is success.
    func check(_ status: OrtStatusPtr?, _ doing: @autoclosure () -> String) throws(InferenceError) {
        try Self.check(status, api, doing())
    }

    private static func check(
        _ status: OrtStatusPtr?, _ api: UnsafePointer<OrtApi>, _ doing: @autoclosure () -> String
    ) throws(InferenceError) {
        guard let status else { return }
        let reason = api.pointee.GetErrorMessage(status).map { String(cString: $0) } ?? "no reason"
        api.pointee.ReleaseStatus(status)
        throw InferenceError(.runtime, "ONNX Runtime failed when \(doing()): \(reason)")
    }
}
