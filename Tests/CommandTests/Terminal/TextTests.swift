import Testing

@testable import dormouse

@Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1234, "-1,234"), (1_234_567, "1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
])
func numbersAreGrouped(number: Int, text: String) { #expect(grouped(number) == text) }

@Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (12_300_000, "12.3 MB"), (999_949, "999.9 kB"),
    (999_950, "1.0 MB"), (Int.max, "9.2 EB"), (-1500, "-1.5 kB"),
])
func bytesHaveDecimalUnits(count: Int, text: String) { #expect(bytesText(count) == text) }

@Test(
    arguments: [
        (.zero, "0 s"), (.microseconds(420), "0.42 ms"), (.milliseconds(850), "850 ms"),
        (.milliseconds(4200), "4.2 s"), (.milliseconds(59_960), "1 min"),
        (.seconds(125), "2 min 5 s"),
        (.seconds(10_920), "3 h 2 min"), (.seconds(187_200), "2 d 4 h"),
        (.milliseconds(999), "999 ms"),
        (.microseconds(999_600), "1.0 s"), (.microseconds(9960), "10 ms"), (.seconds(-3), "-3.0 s"),
    ] as [(Duration, String)])
func durationsHaveTheUnitThatSuits(duration: Duration, text: String) {
    #expect(durationText(duration) == text)
}

@Test func anEndlessDurationStillHasAText() {
    #expect(durationText(.seconds(Int64.max)).contains(" d"))
}

@Test(arguments: [
    (0.0, "0 %"), (0.001, "1 %"), (0.5, "50 %"), (0.999, "99 %"), (1.0, "100 %"), (1.5, "100 %"),
    (-1, "0 %"), (.nan, "? %"),
])
func onlyWhatIsCompleteIsAHundredPerCent(fraction: Double, text: String) {
    #expect(percent(fraction) == text)
}

@Test(arguments: [
    (1.25, 1, "1.3"), (-0.04, 1, "0.0"), (-1.5, 0, "-2"), (0.007, 2, "0.01"), (1e300, 1, "1e+300"),
    (.infinity, 1, "inf"), (12.0, 3, "12.000"),
])
func decimalsAreRounded(number: Double, places: Int, text: String) {
    #expect(decimal(number, places: places) == text)
}

@Test(
    arguments: [
        (0, "just now"), (9, "just now"), (10, "10 seconds ago"), (60, "1 minute ago"),
        (3599, "59 minutes ago"), (7200, "2 hours ago"), (86_400, "1 day ago"),
        (700_000, "1 week ago"),
        (5_000_000, "1 month ago"), (65_000_000, "2 years ago"), (-120, "in 2 minutes"),
        (-5, "just now"),
    ] as [(Int64, String)])
func timesAreToldFromNow(secondsAgo: Int64, text: String) {
    let now: Int64 = 1_795_234_121_107_000
    #expect(relativeTime(now - secondsAgo * 1_000_000, now: now) == text)
}

@Test func extremeTimesDoNotOverflow() {
    #expect(relativeTime(.min, now: .max).hasSuffix("years ago"))
    #expect(relativeTime(.max, now: .min).hasPrefix("in "))
}

@Test func absoluteTimesAreOnTheLocalClock() {
    let time: Int64 = 1_795_234_121_107_000
    #expect(absoluteTime(time, secondsAheadOfUTC: 0) == "2026-11-21 04:08")
    #expect(absoluteTime(time, secondsAheadOfUTC: -5 * 3600) == "2026-11-20 23:08")
    #expect(absoluteTime(time, secondsAheadOfUTC: 19_800) == "2026-11-21 09:38")
}

@Test(arguments: [
    ("SELECT 'a--b' AS x,\n 'secret' AS y", "SELECT '…' AS x, '…' AS y"),
    ("SELECT '/*' || 'secret' || '*/'", "SELECT '…' || '…' || '…'"),
    ("SELECT 1 -- it's secret\n, 2", "SELECT 1 , 2"),
    ("SELECT /* 'secret */ 1, 'it''s secret'", "SELECT 1, '…'"),
    ("SELECT e'a\\' secret', $x$ 'secret' $x$", "SELECT '…', '…'"),
    ("SELECT \"it's\" FROM t WHERE a = 'secret", "SELECT \"it's\" FROM t WHERE a = '…'"),
]) func aStatementIsShownWithoutItsValues(_ sql: String, _ shown: String) {
    #expect(SQLText.shown(sql) == shown)
}
