internal import JSON

/// Messages of the Airbyte protocol on an input: RECORD, STATE, CATALOG, LOG, TRACE.
///
/// A batch ends at each STATE, so that rows and the state they lead to are kept together; the rows
/// after the last STATE are a batch as well. A TRACE of type ERROR ends the ingestion: what the last
/// STATE covers is kept.
public final class AirbyteSource: RowSource {
    private var lines: LineReader
    private let batchRows: Int
    private var ignored: Set<String> = []
    private var failure: String?

    public init(_ input: ByteInput, batchRows: Int = 20_000) {
        lines = LineReader(input, start: SourcePosition())
        self.batchRows = batchRows
    }

    private static let known: Set<String> = [
        "CATALOG", "SCHEMA", "SPEC", "CONNECTION_STATUS", "CONTROL",
    ]

    public func next() throws(IngestError) -> RowBatch? {
        var batch = RowBatch()
        var streams: [String: ObjectRows] = [:]
        var count = 0
        reading: while count + batch.rejected.count < batchRows,
            let (bytes, isWhole) = try lines.next()
        {
            let number = max(1, lines.position.lines + (isWhole ? 0 : 1))
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            let message: JSON
            do throws(JSON.ParseError) { message = try JSON.parse(bytes) } catch {
                batch.reject(
                    number, isWhole ? "is no JSON: \(error.reason)" : "the message is cut", bytes)
                continue
            }
            switch message["type"]?.string {
            case "RECORD":
                guard let record = message["record"], let stream = record["stream"]?.string,
                    let data = record["data"]?.object
                else {
                    batch.reject(number, "a RECORD needs `stream` and `data`", bytes)
                    continue
                }
                if streams[stream] == nil { batch.order.append(stream) }
                streams[stream, default: ObjectRows()].add(data, line: number)
                count += 1
            case "STATE":
                guard let state = message["state"] else {
                    batch.reject(number, "a STATE needs `state`", bytes)
                    continue
                }
                batch.state = state.text()
                break reading
            case "LOG":
                let level = message["log"]?["level"]?.string ?? "INFO"
                if ["FATAL", "ERROR", "WARN"].contains(level) {
                    batch.notes.append("\(level): \(message["log"]?["message"]?.string ?? "")")
                }
            case "TRACE":
                guard message["trace"]?["type"]?.string == "ERROR" else { continue }
                let error = message["trace"]?["error"]
                failure = error?["message"]?.string ?? "it gave no reason"
                throw IngestError(
                    .failed,
                    "the source failed: \(failure ?? ""). What its last STATE covers is kept")
            case let type? where Self.known.contains(type): continue
            case let type?:
                if ignored.insert(type).inserted {
                    batch.notes.append("messages of the unknown type '\(type)' are left out")
                }
            case nil: batch.reject(number, "is no message: it has no `type`", bytes)
            }
        }
        batch.position = lines.position
        batch.streams = streams.mapValues(\.rows)
        let isEmpty = batch.count == 0 && batch.state == nil && batch.notes.isEmpty
        return isEmpty ? nil : batch
    }
}
