import Foundation
import Governor
import Testing

/// When alerts are told.
@Suite struct AlertTests {
    private func changes(
        _ steps: [(minute: Double, level: PressureLevel)], _ rules: AlertRules = AlertRules()
    ) -> [String] {
        var book = AlertBook(rules)
        return steps.compactMap { step in
            book.observe("spill", step.level, message: "", at: step.minute * 60).map {
                "\(Int(step.minute)) \($0.change.rawValue) \($0.severity)"
            }
        }
    }

    @Test func anAlertIsSentOnceThenAfterItsCooldown() {
        #expect(
            changes([(0, .warning), (1, .warning), (29, .warning), (30, .warning)])
                == ["0 fired warning", "30 fired warning"])
        #expect(
            changes([(0, .critical), (14, .critical), (15, .critical)])
                == ["0 fired critical", "15 fired critical"])
        #expect(
            changes([(0, .emergency), (4, .emergency), (5, .emergency)])
                == ["0 fired emergency", "5 fired emergency"])
    }

    @Test func whatGetsWorseIsSentAtOnceAndWhatIsGoneIsResolved() {
        #expect(
            changes([(0, .warning), (1, .critical), (2, .emergency), (3, .calm), (4, .calm)]) == [
                "0 fired warning", "1 escalated critical", "2 escalated emergency",
                "3 resolved emergency",
            ])
    }

    @Test func whatComesBackWithinTheCooldownIsNotSentAgain() {
        #expect(
            changes([(0, .warning), (1, .calm), (2, .warning), (3, .calm), (40, .warning)])
                == ["0 fired warning", "1 resolved warning", "40 fired warning"])
        #expect(
            changes([(0, .warning), (1, .calm), (2, .critical)])
                == ["0 fired warning", "1 resolved warning", "2 fired critical"])
    }

    @Test func whatIsBelowTheLeastSeverityIsNotSent() {
        var rules = AlertRules()
        rules.least = .critical
        #expect(
            changes([(0, .warning), (1, .critical), (2, .warning)], rules) == [
                "1 fired critical", "2 resolved critical",
            ])
    }

    @Test func allProcessesShareWhatWasSent() {
        let folder = GovernorFolder()
        func observe(_ level: PressureLevel, _ time: Double) -> Alert? {
            AlertStore(folder.state, AlertRules()).observe("m", level, message: "", at: time)
        }
        #expect(observe(.warning, 0)?.change == .fired)
        #expect(observe(.warning, 1) == nil)
        #expect(observe(.calm, 2)?.change == .resolved)
        // A damaged file is begun anew.
        try? Data("{".utf8).write(to: folder.state.alerts)
        #expect(observe(.warning, 3)?.change == .fired)
    }
}
