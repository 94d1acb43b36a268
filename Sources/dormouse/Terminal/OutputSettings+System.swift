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
        of(
            [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO], environment: environment,
            isQuiet: isQuiet, color: color)
    }

    /// The settings of a process with these standard descriptors.
    static func of(
        _ descriptors: [Int32], environment: [String: String], isQuiet: Bool,
        color: ColorChoice = .automatic
    ) -> OutputSettings {
        OutputSettings(
            outputIsTerminal: isatty(descriptors[1]) == 1,
            errorIsTerminal: isatty(descriptors[2]) == 1,
            terminalWidth: columns(of: descriptors[1]) ?? columns(of: descriptors[2]),
            environment: environment, isQuiet: isQuiet, color: color)
    }
}

/// The columns of the terminal behind a descriptor, or nil when it is none.
func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return Int(size.ws_col)
}
