import Foundation
import JSON
import Testing

@testable import dormouse

@Test func whatAMemorySaysCannotActOnTheTerminal() {
    let recorder = Recorder()
    let console = recorder.console(terminal: true)
    let content = "a\u{1B}[2Jb\u{9B}31mc\rd\u{7F}\u{202E}\0\te\nf"
    console.print("\(content)")
    console.print("<\(content, .bold)>")
    console.note(TerminalText(content))
    let shown = "a␛[2Jb\u{FFFD}31mc␍d␡\u{FFFD}␀\te\nf"
    #expect(recorder.output == shown + "\n<\u{1B}[1m" + shown + "\u{1B}[0m>\n")
    #expect(recorder.error == shown + "\n")
}

@Test func lineBreaksAndOtherScriptsAreKept() {
    #expect(harmless("a\r\nb") == "a␍\nb")
    #expect(harmless("日本 é 😀") == "日本 é 😀")
    #expect(singleLine("  a\n\n b\t\u{1B} ") == "a b ␛")
}

@Test(
    arguments: [
        ([:], true, true), (["NO_COLOR": "1"], true, false), (["NO_COLOR": ""], true, true),
        (["TERM": "dumb"], true, false), ([:], false, false),
    ] as [([String: String], Bool, Bool)])
func colourIsForTerminalsThatWantIt(
    environment: [String: String], isTerminal: Bool, expected: Bool
) {
    func settings(_ color: OutputSettings.ColorChoice) -> OutputSettings {
        OutputSettings(
            outputIsTerminal: isTerminal, errorIsTerminal: isTerminal, terminalWidth: nil,
            environment: environment, color: color)
    }
    #expect(settings(.automatic).outputUsesColor == expected)
    #expect(settings(.always).outputUsesColor && !settings(.never).errorUsesColor)
}

@Test(
    arguments: [
        ([:], true, 120, 120), (["COLUMNS": "60"], true, 120, 60), (["COLUMNS": "x"], true, 0, 80),
        (["COLUMNS": "-3"], false, nil, nil), ([:], false, nil, nil),
        (["COLUMNS": "50"], false, nil, 50),
    ] as [([String: String], Bool, Int?, Int?)])
func theWidthIsTheTerminalsUnlessColumnsSaysOtherwise(
    environment: [String: String], isTerminal: Bool, answered: Int?, expected: Int?
) {
    let settings = OutputSettings(
        outputIsTerminal: isTerminal, errorIsTerminal: isTerminal, terminalWidth: answered,
        environment: environment)
    #expect(settings.outputWidth == expected)
}

@Test func aPipeIsNotLimitedByTheTerminalThatErrorsGoTo() {
    let settings = OutputSettings(
        outputIsTerminal: false, errorIsTerminal: true, terminalWidth: 60, environment: [:])
    #expect(settings.outputWidth == nil && settings.statusWidth == 60)
    #expect(settings.wrappingWidth == 80)
}

@Test func jsonIsPrettyOnATerminalAndOneLineInAPipe() throws {
    let terminal = Recorder()
    terminal.console(terminal: true).print(json: ["a": [1]])
    #expect(terminal.output == "{\n  \"a\": [\n    1\n  ]\n}\n")
    let pipe = Recorder()
    struct Answer: Encodable { var memoryID = 1 }
    try pipe.console(terminal: false).print(encoding: Answer())
    #expect(pipe.output == "{\"memory_id\":1}\n")
}

@Test func quietSilencesNotesButNotWarnings() {
    let recorder = Recorder()
    let console = recorder.console(terminal: false, isQuiet: true)
    console.note("in passing")
    console.warn("look out")
    console.fail("no")
    #expect(recorder.error == "warning: look out\nerror: no\n")
}

@Test func aStatusLineMakesWayForOutput() {
    let recorder = Recorder()
    let console = recorder.console(terminal: true, environment: ["NO_COLOR": "1"])
    console.drawStatus("50 %")
    console.print("line")
    console.print("line")
    console.clearStatus()
    #expect(recorder.error == "\r50 %\u{1B}[K\r\u{1B}[K")
    #expect(recorder.output == "line\nline\n")
}

@Test func aReaderThatGoesAwayIsNoError() throws {
    let pipe = Pipe()
    let writer = DescriptorWriter(pipe.fileHandleForWriting.fileDescriptor)
    writer.write("first\n")
    #expect(pipe.fileHandleForReading.availableData == Data("first\n".utf8))
    #expect(!writer.isClosed)
    try pipe.fileHandleForReading.close()
    writer.write(String(repeating: "x", count: 1_000_000))
    #expect(writer.isClosed)
    writer.write("more")
}

@Test func moreThanAPipeHoldsIsWrittenWhole() {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    // Non-blocking, as a shared terminal may be.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    let text = String(repeating: "0123456789", count: 50_000)
    let thread = Thread {
        DescriptorWriter(descriptor).write(text)
        try? pipe.fileHandleForWriting.close()
    }
    thread.start()
    #expect(pipe.fileHandleForReading.readDataToEndOfFile() == Data(text.utf8))
}

@Test func theWidthOfARealTerminalIsAsked() throws {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { close(terminal) }
    var size = winsize(ws_row: 24, ws_col: 123, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    #expect(columns(of: terminal) == 123)
    #expect(columns(of: Pipe().fileHandleForReading.fileDescriptor) == nil)
}
