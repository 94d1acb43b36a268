#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The JSON of a type of Foundation's, or nil for any other type.
func foundationValue(_ value: some Encodable) -> JSON? {
    switch value {
    case let date as Date:
        JSON(microseconds(of: date).map { timestamp(microsecondsSince1970: $0) })
    case let id as UUID: .string(id.uuidString.lowercased())
    case let url as URL: .string(url.absoluteString)
    case let data as Data: .string(data.base64EncodedString())
    case let decimal as Decimal: .bigNumber("\(decimal)")
    default: nil
    }
}

/// Nil for a date that is not a number. Dates outside the years 1 to 9999, which have no ISO 8601
/// form of four digits, stop there.
private func microseconds(of date: Date) -> Int64? {
    let value = (date.timeIntervalSince1970 * 1e6).rounded()
    guard !value.isNaN else { return nil }
    return Int64(min(max(value, -62_135_596_800e6), 253_402_300_799e6))
}
