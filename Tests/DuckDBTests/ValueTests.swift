import DuckDB
import Foundation
import Testing

@Test func aDateIsKeptToTheMicrosecond() {
    for micros in [1_714_566_600_123_456, 0, -1, 978_307_200_000_001, 4_102_444_799_999_999] {
        let moment = Timestamp(microseconds: Int64(micros))
        #expect(Timestamp(moment.date) == moment)
    }
    #expect(Timestamp(.distantFuture).isFinite)
    #expect(Timestamp(Date(timeIntervalSinceReferenceDate: .infinity)) == .infinity)
    #expect(Timestamp(Date(timeIntervalSinceReferenceDate: .nan)) == .infinity)
    #expect(Timestamp(Date(timeIntervalSinceReferenceDate: -1e300)) == .negativeInfinity)
    #expect(Timestamp(microseconds: .min).date < .distantPast)
}

@Test(
    arguments: [
        (Value.null, "NULL"), (true, "true"), (-7, "-7"), (.hugeint(.max), "\(Int128.max)"),
        (.decimal(DecimalNumber(unscaled: -5, width: 4, scale: 3)), "-0.005"), ("it's", "it's"),
        (.blob([65, 0, 92]), #"A\x00\x5C"#), (.bit("0101"), "0101"),
        (.date(CalendarDate(year: 44, month: 3, day: 5)), "0044-03-05"),
        (.time(TimeOfDay(hour: 1, minute: 2, second: 3, microsecond: 40)), "01:02:03.00004"),
        (.timeTZ(TimeOfDay(hour: 1, minute: 2), offset: -5400), "01:02:00-01:30"),
        (.timestamp(Timestamp(microseconds: -1)), "1969-12-31 23:59:59.999999"),
        (.timestamp(Timestamp(microseconds: .min)), "290309-12-21 (BC) 19:59:05.224192"),
        (.timestamptz(Timestamp(microseconds: 0)), "1970-01-01 00:00:00+00"),
        (.timestampNS(1), "1970-01-01 00:00:00.000000001"),
        (.interval(Interval(months: 1, microseconds: -1_000_000)), "1 months -00:00:01"),
        (["a", .null, 1], "['a', NULL, 1]"), (["k": [1]], "{'k': [1]}"),
        (.map([.init("k", 1)]), "{'k'=1}"), (.union(tag: "n", 1), "1"),
    ] as [(Value, String)])
func aValuePrintsAsInDuckDB(_ value: Value, _ text: String) {
    #expect(value.description == text)
}

@Test(arguments: [
    "2024-02-29", "1600-02-29", "1970-01-01", "1969-12-31", "0001-01-01", "9999-12-31",
    "1900-03-01", "2000-12-31",
])
func aCalendarDateAgreesWithTheEngine(_ text: String) throws {
    let result = try memoryConnection().query("SELECT \(text)::DATE AS d")
    guard case .date(let date) = result[0, "d"] else { throw CancellationError() }
    #expect(date.description == text)
    #expect(
        CalendarDate(year: date.parts.year, month: date.parts.month, day: date.parts.day) == date)
}

@Test func aListTakesTheWidestOfItsNumbers() throws {
    #expect(try (Value.list([1, .null, 2.5])).logicalType() == .list(.double))
    #expect(try (Value.list([1, .uint64(.max)])).logicalType() == .list(.hugeint))
    #expect(try (Value.list([[1], [2.5]])).logicalType() == .list(.list(.double)))
    let read = try memoryConnection().query("SELECT \([1, .null, 2.5] as Value) AS v")
    #expect(read[0, "v"] == [1.0, .null, 2.5])
}

@Test(
    arguments: [
        .list([1, "text"]), .structure([Value.Field]()), .array([]), .bit("012"), .bit(""),
        .decimal(DecimalNumber(unscaled: 1, width: 0, scale: 0)),
        .decimal(DecimalNumber(unscaled: 1, width: 4, scale: 5)),
        .list([.structure([Value.Field]())]), .list([["a": 1], ["b": 1]]),
    ] as [Value])
func aValueNoTypeHoldsIsRefused(_ value: Value) throws {
    let connection = try memoryConnection()
    let error = #expect(throws: DuckDBError.self) { try connection.query("SELECT \(value)") }
    #expect(error?.code == .typeMismatch)
}

@Test func swiftTypesGoOutAndComeBack() throws {
    let connection = try memoryConnection()
    func same<T: ValueConvertible & Equatable>(_ value: T) throws {
        #expect(try connection.query("SELECT \(value)").rows[0].decode(0, as: T.self) == value)
    }
    try same(Int8.min)
    try same(UInt64.max)
    try same(Int128.max)
    try same(UInt128.max)
    try same(Float(0.1))
    try same("text \0 and more")
    try same(UUID())
    try same(Timestamp(Date()).date)
    try same(Data([0, 1, 255]))
    try same([UInt8](0...255))
    try same(["a", "b"])
    try same([[1], []])
    try same([1.5, nil] as [Double?])
    try same(String?.none)
    try same(CalendarDate(year: 2024, month: 5, day: 1))
    try same(TimeOfDay(hour: 5, minute: 6))
    try same(Interval(.seconds(90)))
    try same([] as [String])
}

@Test func aNumberThatDoesNotFitDoesNotDecode() {
    #expect(Int8(duckDBValue: 128) == nil)
    #expect(UInt(duckDBValue: -1) == nil)
    #expect(Int(duckDBValue: .uint64(.max)) == nil)
    #expect(Int(duckDBValue: .decimal(DecimalNumber(unscaled: 150, scale: 1))) == 15)
    #expect(Int(duckDBValue: .decimal(DecimalNumber(unscaled: 151, scale: 1))) == nil)
    #expect(String(duckDBValue: 1) == nil)
}

@Test func aByteCountPrintsInTheLargestUnitThatIsExact() {
    #expect(ByteCount.mebibytes(512).description == "512MiB")
    #expect(ByteCount.gibibytes(2).description == "2GiB")
    #expect(ByteCount.bytes(1_000).description == "1000B")
    #expect(ByteCount.bytes(0).description == "0B")
}
