/// A shell that completion scripts are written for.
public enum Shell: String, Sendable, Hashable, CaseIterable {
    case bash, zsh, fish
}

extension CommandSpec {
    /// A script that teaches a shell to complete this program's commands, options and values.
    ///
    /// It asks nothing of the program while completing, so it costs no process.
    public func completionScript(for shell: Shell) -> String {
        switch shell {
        case .bash: bashCompletion(self)
        case .zsh: zshCompletion(self)
        case .fish: fishCompletion(self)
        }
    }
}
