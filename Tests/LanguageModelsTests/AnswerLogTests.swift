import Foundation
import Hashing
import Testing

@testable import LanguageModels

@Suite struct AnswerLogTests {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "answers-\(UUID().uuidString)/answers.log").path

    private func key(_ number: Int) -> Digest {
        var text = "key \(number)"
        return text.withUTF8 { SHA256.digest($0) }
    }

    private func record(_ number: Int, size: Int = 10) -> AnswerRecord {
        AnswerRecord(
            key: key(number), model: ModelName(provider: "p", model: "m"),
            answer: number % 2 == 0
                ? .text("answer \(number)" + String(repeating: "x", count: size))
                : .vector((0..<size).map { Float($0 + number) }),
            tokens: TokenCount(prompt: number, completion: 1), time: Date(timeIntervalSince1970: 1))
    }

    private func log(limit: Int = 1 << 20) -> AnswerLog { AnswerLog(path: path, limit: limit) }

    @Test func whatWasKeptIsThereForEveryProcess() {
        let one = log()
        let other = log()
        for number in 0..<100 { (number % 3 == 0 ? one : other).keep(record(number)) }
        for log in [one, other, log()] {
            #expect(log.statistics.answers == 100)
            for number in 0..<100 {
                #expect(log.answer(key(number)) == record(number).answer)
            }
            #expect(log.answer(key(1000)) == nil)
        }
        #expect(log().records().map(\.tokens.prompt) == Array(0..<100))
    }

    @Test func aTornEndIsCutOffAndTheRestKept() throws {
        do {
            let log = log()
            for number in 0..<10 { log.keep(record(number)) }
        }
        let whole = try Data(contentsOf: URL(filePath: path))
        // Wherever a killed process stopped writing, the records before stay, and the next one
        // is found after it.
        let last = record(9).bytes.count
        for cut in stride(from: 1, to: last, by: 7) {
            try whole.dropLast(cut).write(to: URL(filePath: path))
            let log = log()
            #expect(log.answer(key(8)) == record(8).answer)
            #expect(log.answer(key(9)) == nil)
            log.keep(record(50))
            #expect(self.log().answer(key(50)) == record(50).answer)
        }
    }

    @Test func rottenBytesAreNoAnswer() throws {
        log().keep(record(2))
        var bytes = try Data(contentsOf: URL(filePath: path))
        for place in 64..<bytes.count {
            bytes[place] ^= 0x40
            try bytes.write(to: URL(filePath: path))
            #expect(log().answer(key(2)) == nil)
            bytes[place] ^= 0x40
        }
    }

    @Test func whatWasUsedLastStays() {
        let log = log(limit: 20_000)
        for number in 0..<50 { log.keep(record(number * 2, size: 200)) }
        for round in 1..<40 {
            #expect(log.answer(key(0)) != nil, "round \(round)")
            log.keep(record(1000 + round * 2, size: 200))
        }
        #expect(log.statistics.bytes <= 20_000)
        #expect(self.log(limit: 20_000).answer(key(0)) != nil)
        #expect(log.answer(key(2)) == nil)
    }

    @Test func clearingIsSeenByOthers() async throws {
        let one = log()
        let other = log()
        one.keep(record(1))
        #expect(other.statistics.answers == 1)
        one.clear()
        #expect(other.statistics.answers == 0)
        #expect(other.answer(key(1)) == nil)
        other.keep(record(2))
        #expect(one.statistics.answers == 1)
    }

    @Test func manyWritersLoseNothing() async {
        let logs = (0..<4).map { _ in log(limit: 8 << 20) }
        await withTaskGroup(of: Void.self) { group in
            for (index, log) in logs.enumerated() {
                group.addTask {
                    for number in 0..<200 { log.keep(record(index * 1000 + number)) }
                }
            }
        }
        let all = log(limit: 8 << 20)
        #expect(all.statistics.answers == 800)
    }

    @Test func theFileIsForItsOwnerOnly() throws {
        log().keep(record(1))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func aFolderThatCannotBeWrittenKeepsNothing() {
        let log = AnswerLog(path: "/proc/nowhere/answers.log", limit: 1000)
        log.keep(record(1))
        #expect(log.answer(key(1)) == nil)
        #expect(log.statistics == AnswerLog.Statistics())
    }
}
