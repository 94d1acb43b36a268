#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OutputSettings {
    /// The settings of this process.
    static func ofProcess(
        environment: [String: String], isQuiet: Bool = false, color: ColorChoice = .automatic
    ) -> OutputSettings {
        OutputSettings(
            outputIsTerminal: isatty(STDOUT_FILENO) == 1,
            errorIsTerminal: isatty(STDERR_FILENO) == 1,
            terminalWidth: columns(of: STDOUT_FILENO) ?? columns(of: STDERR_FILENO),
            environment: environment, isQuiet: isQuiet, color: color)
    }
}

/// The columns of the terminal behind a descriptor, or nil when it is none.
func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return Int(size.ws_col)
}
