import Arguments
import Jinja
import Pipeline

/// A line about a node as dbt writes it: what, dots, and how it ended in brackets.
struct NodeLine {
    var message: String
    var index: Int
    var total: Int
    var status: String
    var style: Style?
    /// How long it took; nil where it has only begun.
    var duration: Duration?
    /// Whether it is about a batch of a model, and counts those.
    var isBatch = false

    /// `1 of 5 OK created sql view model main.stg_x ............ [OK in 0.05s]`: as wide as
    /// `width` where the message leaves room for it.
    func text(width: Int) -> TerminalText {
        let time = duration.map { " in \(decimal($0 / .seconds(1), places: 2))s" } ?? ""
        let head = "\(isBatch ? "Batch " : "")\(index) of \(total) \(message) "
        let room = width - displayWidth(head) - displayWidth(status + time) - 3
        let dots = String(repeating: ".", count: max(room, 3))
        let end: TerminalText = style.map { "\(status, $0)" } ?? "\(status)"
        return "\(head)\(dots) [\(end)\(time)]"
    }
}

extension Node {
    /// `main.stg_x`
    var place: String {
        [relation.schema, relation.identifier].compactMap(\.self).joined(separator: ".")
    }

    /// `sql view model main.stg_x`, `seed file main.raw`, `test not_null_x`.
    var spokenName: String {
        switch kind {
        case .model:
            let isBatched = configuration["incremental_strategy"]?.string == "microbatch"
            return "\(language) \(isBatched ? "microbatch" : materializationName) model \(place)"
        case .seed: return "seed file \(place)"
        case .test: return "test \(name)"
        case .unitTest: return "unit_test \(testName)"
        case .snapshot: return "snapshot \(place)"
        case .analysis: return "analysis \(name)"
        case .function: return "\(language) function \(place)"
        case .operation: return "hook: \(package).\(name)"
        }
    }

    /// What lines call a test; unit tests with the model before their name.
    private var testName: String { unitTest.map { "\($0.model)::\(name)" } ?? name }

    /// What a run says when it begins with the node.
    var startMessage: String { "START " + spokenName }

    /// What a run says when it is through with the node: message, status, colour.
    func endMessage(_ result: NodeResult) -> (message: String, status: String, style: Style?) {
        let count = result.rows ?? 0
        switch result.status {
        case .success:
            switch kind {
            case .seed:
                return ("OK loaded \(spokenName)", result.response?.message ?? "OK", .green)
            case .snapshot: return ("OK snapshotted \(place)", "OK", .green)
            default: return ("OK created \(spokenName)", "OK", .green)
            }
        case .pass: return ("PASS \(testName)", "PASS", .green)
        case .warn: return ("WARN \(count) \(name)", "WARN \(count)", .yellow)
        case .fail: return ("FAIL \(count) \(testName)", "FAIL \(count)", .red)
        case .skipped:
            let place = "\(relation.schema ?? "").\(name)"
            let what = isTest ? "\(kind.rawValue) \(name)" : "relation \(place)"
            return ("SKIP \(what)", "SKIP", .yellow)
        case .partialSuccess:
            return ("PARTIALLY created \(spokenName)", result.message, .yellow)
        case .noOp: return ("NO-OP \(spokenName)", "NO-OP", .yellow)
        case .error, .runtimeError:
            switch kind {
            case .test, .unitTest: return ("ERROR \(testName)", "ERROR", .red)
            case .seed: return ("ERROR loading \(spokenName)", "ERROR", .red)
            case .snapshot: return ("ERROR snapshotting \(place)", "ERROR", .red)
            default: return ("ERROR creating \(spokenName)", "ERROR", .red)
            }
        }
    }
}
