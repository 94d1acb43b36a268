import Testing

@testable import Pipeline

/// The texts are those that Python's yaml and str give (tried with PyYAML 6).
@Test(arguments: [
    ("2026-03-01T05:00:00", "2026-03-01 05:00:00"), ("2026-3-1 5:00:00", "2026-03-01 05:00:00"),
    ("2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.100000-05:00"),
    ("2001-12-14 21:59:43.10 -5", "2001-12-14 21:59:43.100000-05:00"),
    ("2013-11-03 00:00:00-0", "2013-11-03 00:00:00+00:00"),
    ("2024-01-01 5:00:00 Z", "2024-01-01 05:00:00+00:00"),
    ("2024-01-01 05:00:00.000", "2024-01-01 05:00:00"),
])
func aTimeInYAMLPrintsAsInPython(_ written: String, _ text: String) {
    #expect(YAMLTimestamp.text(written) == text)
}

@Test(arguments: [
    "2026-03-01", "2026-3-1", "2026-03-01 05:00", "at 2026-03-01 05:00:00", "2026-03-01 05:00:00 !",
    "99999-03-01 05:00:00", "", "2026-03-01T05:00:00+", "２026-03-01 05:00:00",
])
func whatIsNoTimeStaysAsItIs(_ written: String) {
    #expect(YAMLTimestamp.text(written) == nil)
}
