internal import CPostgreSQL
import Synchronization

/// What the server says aside: NOTICE, WARNING. The last ones are kept until they are taken.
final class NoticeBox: Sendable {
    private static let limit = 100
    private let kept = Mutex<[PostgresNotice]>([])

    /// libpq calls back on the thread that works with the connection; the box outlives it, being
    /// held by the session that owns both.
    func attach(to connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                let box = Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue()
                box.add(PostgresNotice(result))
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func add(_ notice: PostgresNotice) {
        kept.withLock { kept in
            if kept.count >= Self.limit { kept.removeFirst() }
            kept.append(notice)
        }
    }

    func take() -> [PostgresNotice] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }
}

/// A remark of the server that is no error.
public struct PostgresNotice: Sendable, Hashable {
    /// `NOTICE`, `WARNING`, `INFO`…
    public let severity: String
    public let message: String
    public let detail: String?
    public let hint: String?

    init(_ result: OpaquePointer) {
        func field(_ letter: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
        }
        severity = field("V") ?? "NOTICE"
        message = field("M") ?? ""
        detail = field("D")
        hint = field("H")
    }
}
