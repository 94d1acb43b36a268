import Foundation
import Synchronization

/// How long a parser is given changed texts.
///
/// A run takes a fixed number of them, so that it is the same everywhere. With
/// `DORMOUSE_FUZZ_SECONDS` it goes on for that long, and `DORMOUSE_FUZZ_SEED` says where to begin.
struct Fuzz {
    private let name: String
    private let count: Int
    private let seed: UInt64
    private let seconds: Double?
    /// What is being read; a text that takes longer than ten minutes is written down and ends all.
    private let watch: Watch

    init(_ name: String, count: Int) {
        let environment = ProcessInfo.processInfo.environment
        self.name = name
        self.count = count
        seconds = environment["DORMOUSE_FUZZ_SECONDS"].flatMap(Double.init)
        seed = environment["DORMOUSE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
        watch = Watch(name: name)
    }

    /// Calls a parser with changed texts; it may throw, and must return.
    func run(texts: [String], tokens: [String], _ parse: (String) throws -> Void) {
        var mutator = Mutator(seed: seed, texts: texts, tokens: tokens)
        let start = ContinuousClock.now
        var done = 0
        while seconds.map({ ContinuousClock.now - start < .seconds($0) }) ?? (done < count) {
            let text = mutator.next()
            watch.begin(text)
            try? parse(text)
            watch.end()
            done += 1
        }
        if seconds != nil {
            print("\(name): \(done) texts in \(ContinuousClock.now - start), seed \(seed)")
        }
    }
}

/// Ends the process where one text takes longer than ten minutes, and keeps the text.
private final class Watch: Sendable {
    private let current = Mutex<(text: String, since: ContinuousClock.Instant)?>(nil)

    init(name: String) {
        Thread.detachNewThread { [weak self] in
            while true {
                guard let self else { return }
                self.check(name)
                Thread.sleep(forTimeInterval: 1)
            }
        }
    }

    private func check(_ name: String) {
        guard let running = current.withLock({ $0 }),
            ContinuousClock.now - running.since > .seconds(600)
        else { return }
        let file = FileManager.default.temporaryDirectory
            .appending(path: "\(name)-hangs-\(UUID().uuidString)")
        try? Data(running.text.utf8).write(to: file)
        fatalError("\(name): a text takes longer than ten minutes; it is kept in \(file.path)")
    }

    func begin(_ text: String) { current.withLock { $0 = (text, .now) } }
    func end() { current.withLock { $0 = nil } }
}
