public import Foundation

/// A record of the history: a sample, or an action. Keys are short, because a record has a slot of
/// fixed size.
public struct HistoryRecord: Codable, Sendable, Equatable {
    /// Seconds since 1970.
    public var at: Double
    public var run: String
    public var command: String
    public var resident: Int64
    /// DuckDB's own account.
    public var memory: Int64
    public var spilled: Int64
    public var processorShare: Double
    public var machineMemory: Double?
    public var level: String
    /// What was done; nil for a sample.
    public var action: String?

    public init(_ status: RunStatus, action: String? = nil) {
        at = status.sampledAt
        run = status.id
        command = String(status.command.prefix(32))
        resident = status.resident
        memory = status.memory
        spilled = status.spilled
        processorShare = (status.processorShare * 1000).rounded() / 1000
        machineMemory = status.machineMemory.map { ($0 * 1000).rounded() / 1000 }
        level = status.level
        self.action = action.map { String($0.prefix(40)) }
    }
}

/// Samples and actions of all processes, in a ring file: its size is bounded, the oldest record
/// gives way to the newest. Each record is a line of JSON in a slot of fixed size, so that a cut or
/// damaged one costs no other.
public struct History: Sendable {
    private let path: String
    private let slots: Int
    static let slotBytes = 384
    /// About six hours of one process that is sampled once a second.
    public static let standardSlots = 20_000

    public init(_ file: URL, slots: Int = standardSlots) {
        path = file.path
        self.slots = slots
    }

    /// Adds a record; where that cannot be done it is lost.
    public func add(_ record: HistoryRecord) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(record), line.count < Self.slotBytes,
            let file = LockedFile(path, patience: .seconds(1))
        else { return }
        line.append(Data(repeating: 32, count: Self.slotBytes - 1 - line.count))
        line.append(10)
        let next = Self.next(file.descriptor) ?? 0
        _ = line.withUnsafeBytes {
            pwrite(
                file.descriptor, $0.baseAddress, $0.count,
                off_t((1 + next % slots) * Self.slotBytes))
        }
        var head = Data("\(next + 1)".utf8)
        head.append(Data(repeating: 32, count: Self.slotBytes - 1 - head.count))
        head.append(10)
        _ = head.withUnsafeBytes { pwrite(file.descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// How many records were ever added; the first slot says it.
    private static func next(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: slotBytes)
        guard pread(descriptor, &bytes, slotBytes, 0) == slotBytes else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap {
            $0 >= 0 ? $0 : nil
        }
    }

    /// The records since a time, the oldest first; those that cannot be read are left out.
    public func records(since: Double = 0) -> [HistoryRecord] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let decoder = JSONDecoder()
        var found: [HistoryRecord] = []
        var start = Self.slotBytes
        while start + Self.slotBytes <= data.count {
            let slot = data[data.startIndex + start..<data.startIndex + start + Self.slotBytes]
            if let record = try? decoder.decode(HistoryRecord.self, from: slot), record.at >= since
            {
                found.append(record)
            }
            start += Self.slotBytes
        }
        return found.sorted { $0.at < $1.at }
    }
}
