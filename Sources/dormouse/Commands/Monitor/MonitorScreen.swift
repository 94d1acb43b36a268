import Foundation
import Governor

/// The live screen: drawn anew whenever a process publishes a sample.
final class MonitorScreen {
    private let runs: RunList
    private let history: History
    private let console: Console
    private var chosen = 0
    private var before = termios()

    init(_ runs: RunList, _ history: History, _ invocation: Invocation) {
        self.runs = runs
        self.history = history
        console = invocation.console
    }

    func run() -> Int32 {
        enterRaw()
        defer { leaveRaw() }
        var shown: [String] = []
        while true {
            let list = runs.read()
            chosen = min(max(0, chosen), max(0, list.count - 1))
            let size = Self.size()
            let lines = MonitorFrame(
                runs: list, chosen: chosen, past: past(of: list), width: size.columns,
                height: size.rows
            ).lines
            if lines != shown {
                shown = lines
                let text = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
                console.write(trusted: "\u{1B}[H" + text + "\u{1B}[J")
            }
            guard let key = Self.key(within: 50) else { continue }
            switch key {
            case "q", "\u{3}", "\u{4}": return 0
            case "j": chosen += 1
            case "k": chosen -= 1
            case "i" where list.indices.contains(chosen): runs.ask(.interrupt, of: list[chosen].id)
            case "+" where list.indices.contains(chosen): runs.ask(.raise, of: list[chosen].id)
            case "-" where list.indices.contains(chosen): runs.ask(.lower, of: list[chosen].id)
            default: break
            }
            if console.outputIsClosed { return 0 }
        }
    }

    private var pastRecords: (at: Date, records: [HistoryRecord])?

    /// Resident memory of the chosen process in the last minutes; read every few seconds.
    private func past(of list: [RunStatus]) -> [Double] {
        guard list.indices.contains(chosen) else { return [] }
        let now = Date()
        if pastRecords.map({ now.timeIntervalSince($0.at) > 2 }) ?? true {
            pastRecords = (now, history.records(since: now.timeIntervalSince1970 - 600))
        }
        return (pastRecords?.records ?? []).filter {
            $0.run == list[chosen].id && $0.action == nil
        }.map { Double($0.resident) }
    }

    private func enterRaw() {
        tcgetattr(STDIN_FILENO, &before)
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        console.write(trusted: "\u{1B}[?1049h\u{1B}[?25l")
    }

    private func leaveRaw() {
        tcsetattr(STDIN_FILENO, TCSANOW, &before)
        console.write(trusted: "\u{1B}[?25h\u{1B}[?1049l")
    }

    private static func size() -> (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// A key that is pressed, waiting so many milliseconds at most. At the end of the input: quit.
    private static func key(within milliseconds: Int32) -> Character? {
        var poller = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&poller, 1, milliseconds) > 0 else { return nil }
        var byte: UInt8 = 0
        guard read(STDIN_FILENO, &byte, 1) == 1 else { return "q" }
        return Character(Unicode.Scalar(byte))
    }
}
