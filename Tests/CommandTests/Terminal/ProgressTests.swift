import Arguments
import Synchronization
import Testing

@testable import dormouse

private let plain = ["NO_COLOR": "1"]

private func line(
    _ label: String = "Embedding", done: Int, of total: Int?, after time: Duration, width: Int = 80
) -> String {
    var meter = ProgressMeter(label: label, total: total, now: .seconds(100))
    let line = meter.update(done: done, now: .seconds(100) + time, width: width)
    return line?.rendered(withColor: false) ?? ""
}

@Test func aProgressLineTellsHowFarHowFastAndHowLong() {
    #expect(
        line(done: 1000, of: 2000, after: .seconds(4))
            == "Embedding  ━━━━━━━━━━━━━━━───────────────  50 %  1,000/2,000  250/s  4.0 s left")
    #expect(
        line(done: 2000, of: 2000, after: .seconds(4))
            == "Embedding  " + String(repeating: "━", count: 30) + "  100 %  2,000/2,000  500/s")
    #expect(line(done: 3, of: nil, after: .seconds(2)) == "Embedding  3  1.5/s")
    #expect(line(done: 0, of: nil, after: .seconds(2)) == "Embedding  0  2.0 s")
    #expect(line(done: 0, of: 0, after: .zero).contains("100 %  0/0"))
    #expect(line(done: 5, of: 2, after: .seconds(1)).contains("100 %  5/2"))
}

@Test(arguments: [1, 5, 10, 20, 30, 40, 60, 80, 200]) func aProgressLineFitsItsWidth(width: Int) {
    for label in ["Embedding", "日本語の記憶を埋め込む", String(repeating: "long ", count: 30)] {
        for total in [nil, 9_999_999] {
            let text = line(label, done: 1_234_567, of: total, after: .seconds(1000), width: width)
            #expect(displayWidth(text) <= max(width - 1, 1), "\(text)")
        }
    }
}

@Test func aBarIsDrawnTenTimesASecondAtMost() {
    let recorder = Recorder()
    let time = Mutex(Duration.zero)
    let console = recorder.console(terminal: true, environment: plain)
    let bar = ProgressBar("Work", total: 1000, on: console) { time.withLock { $0 } }
    for _ in 0..<1000 {
        time.withLock { $0 += .milliseconds(2) }
        bar.advance()
    }
    #expect(recorder.error.split(separator: "\r").count == 20)
    bar.finish()
    #expect(recorder.error.hasSuffix("\r\u{1B}[KWork: 1,000 in 2.0 s (500/s)\n"))
}

@Test func aBarSaysNothingInAPipeOrWhenQuiet() {
    for (isTerminal, isQuiet) in [(false, false), (true, true)] {
        let recorder = Recorder()
        let console = recorder.console(terminal: isTerminal, isQuiet: isQuiet)
        let bar = ProgressBar("Work", total: 2, on: console)
        bar.update(done: 1)
        bar.finish()
        bar.abandon()
        #expect(recorder.error.isEmpty && recorder.output.isEmpty)
    }
}

@Test func workThatStopsShortSaysSo() {
    var meter = ProgressMeter(label: "Work", total: 10, now: .zero)
    _ = meter.update(done: 4, now: .seconds(2), width: 80)
    #expect(meter.summary(now: .seconds(2)) == "Work: 4 of 10 in 2.0 s (2.0/s)")
}
