import Foundation
import Governor
import Hashing
import JSON

/// What `bench engine` measured.
struct EngineReport: Codable {
    /// One statement.
    struct Figure: Codable {
        var name: String
        /// Of each run.
        var seconds: [Double]
        /// Processor time of each run; nil of a version that kept none.
        var processorSeconds: [Double]?
        /// The most that DuckDB held, and the process.
        var memoryBytes: Int64
        var residentBytes: Int64
        var spilledBytes: Int64
        /// Why it has no time; nil where it has one.
        var failure: String?

        var median: Double? {
            let sorted = seconds.sorted()
            return sorted.isEmpty ? nil : sorted[sorted.count / 2]
        }
    }

    var machine: String
    var size: Int64
    var memoryLimit: Int64
    var threads: Int
    var version: String
    /// Why TPC-H was left out; nil where it was not.
    var withoutTPCH: String?
    var figures: [Figure] = []

    /// The same for all results that can be compared.
    var key: String {
        let text = "\(machine) \(size) \(memoryLimit) \(threads) \(version)"
        return String(SHA256.hexadecimal(text).prefix(16))
    }

    /// Differences of less than this are no regression, whatever their share.
    private static let leastSeconds = 0.005

    /// The statements that are slower than their baseline, or fail where they did not. A median counts
    /// after five runs on both sides.
    func regressions(against baseline: EngineReport, band: Double) -> [String] {
        figures.compactMap { figure in
            guard let known = baseline.figures.first(where: { $0.name == figure.name }) else {
                return nil
            }
            if figure.failure != nil { return known.failure == nil ? figure.name : nil }
            guard figure.seconds.count >= 5, known.seconds.count >= 5, let now = figure.median,
                let before = known.median
            else { return nil }
            let isSlower = now > before * (1 + band) && now - before > Self.leastSeconds
            return isSlower ? figure.name : nil
        }
    }

    /// Nil where there is none.
    static func read(_ file: URL) throws -> EngineReport? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        guard let data = FileManager.default.contents(atPath: file.path),
            let report = try? JSONDecoder().decode(EngineReport.self, from: data)
        else {
            throw GovernorError(
                .state, "the baseline \(file.path) cannot be read; make another: --save-baseline")
        }
        return report
    }

    func write(_ file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        do { try encoder.encode(self).write(to: file, options: .atomic) } catch {
            throw GovernorError(.state, "the baseline \(file.path) cannot be written")
        }
    }

    var json: JSON { (try? JSON(encoding: self)) ?? .null }

    func print(on console: Console, beside baseline: EngineReport?) {
        var table = Table([
            .init("statement"), .init("median", .right), .init("baseline", .right),
            .init("memory", .right), .init("resident", .right), .init("spilled", .right),
        ])
        for figure in figures {
            let known = baseline?.figures.first { $0.name == figure.name }?.median
            table.add([
                figure.name,
                figure.median.map { durationText(.seconds($0)) } ?? figure.failure ?? "",
                known.map { durationText(.seconds($0)) } ?? "", bytesText(Int(figure.memoryBytes)),
                bytesText(Int(figure.residentBytes)), bytesText(Int(figure.spilledBytes)),
            ])
        }
        console.print(table)
        if let withoutTPCH { console.note("TPC-H was left out: \(withoutTPCH)") }
    }
}
