import Foundation
import Testing

@testable import Pipeline

/// Python's modules, with what Python 3.11 gives.
@Suite struct ModulesTests {
    static let cases: [(String, String)] = [
        ("datetime.datetime(2024, 2, 29, 12, 30, 15, 123456)", "2024-02-29 12:30:15.123456"),
        ("datetime.timedelta(days=1, hours=2)", "1 day, 2:00:00"),
        ("datetime.timedelta(days=-1, seconds=5)", "-1 day, 0:00:05"),
        ("datetime.timedelta(hours=49).total_seconds()", "176400.0"),
        (
            "datetime.datetime.strptime('2024-03-05 07:08', '%Y-%m-%d %H:%M') + dt.timedelta(days=30)",
            "2024-04-04 07:08:00"
        ),
        ("(datetime.datetime(2024,3,1) - dt.datetime(2024,2,1)).days", "29"),
        (
            "datetime.datetime(2024,12,30,15,4,5).strftime('%j %U %W %V %G %u %-d %I %p %y %b %A')",
            "365 52 53 01 2025 1 30 03 PM 24 Dec Monday"
        ),
        ("datetime.date(2024,5,6).replace(day=1)", "2024-05-01"),
        ("datetime.date(2024,5,6).isocalendar()", "(2024, 19, 1)"),
        ("datetime.date(2024,1,2) > dt.date(2024,1,1)", "True"),
        (
            "datetime.datetime.fromisoformat('2024-01-02T03:04:05+02:00')",
            "2024-01-02 03:04:05+02:00"
        ),
        (
            "pytz.utc.localize(dt.datetime(2024, 7, 1, 6)).astimezone(pytz.timezone('Europe/Berlin'))",
            "2024-07-01 08:00:00+02:00"
        ),
        (
            "pytz.timezone('US/Eastern').localize(dt.datetime(2002, 10, 27, 6))",
            "2002-10-27 06:00:00-05:00"
        ),
        ("datetime.time(9, 30)", "09:30:00"),
        ("datetime.datetime.combine(dt.date(2026, 2, 3), dt.time(9, 30))", "2026-02-03 09:30:00"),
        (
            "datetime.datetime(2026, 7, 1, tzinfo=pytz.timezone('Europe/Berlin'))",
            "2026-07-01 00:00:00+00:53"
        ),
        ("re.findall('{x}', 'a{x}b')", "['{x}']"), ("re.findall('}}', '{{ a }}')", "['}}']"),
        ("re.findall('[[]', 'a[b')", "['[']"), ("re.findall('a{,2}b', 'aaab')", "['aab']"),
        ("re.findall('[a&&b]', 'a&c')", "['a', '&']"), ("re.findall('[]a]+', 'x]a]')", "[']a]']"),
        ("re.match('(?P<a_b>.)', 'x').groupdict()", "{'a_b': 'x'}"),
        ("re.findall('a.b', 'a\\rb')", "['a\\rb']"),
        ("re.sub('[^0-9a-z]+', '_', 'some name-2')", "some_name_2"),
        ("re.sub('(a)(b)?', '<\\\\1>', 'ab a')", "<a> <a>"),
        ("re.match('^(\\\\w+)-(\\\\d+)$', 'abc-12').group(2)", "12"),
        ("re.findall('(a)(b)', 'abab')", "[('a', 'b'), ('a', 'b')]"),
        ("re.split('[, ]+', 'a, b c')", "['a', 'b', 'c']"),
        ("re.compile('(?P<y>\\\\d{4})').search('in 2024').groupdict()", "{'y': '2024'}"),
        ("re.search('b+', 'aabbb').span()", "(2, 5)"),
        ("re.search('x', 'abc')", "None"),
        ("re.match('a', 'A', re.I) is not none", "True"),
        ("itertools.product([1, 2], ['a']) | list", "[(1, 'a'), (2, 'a')]"),
        ("itertools.combinations([1, 2, 3], 2) | list | length", "3"),
        ("itertools.islice(itertools.count(5), 3) | list", "[5, 6, 7]"),
        ("itertools.chain.from_iterable([[1], [2]]) | list", "[1, 2]"),
        ("itertools.accumulate([1, 2, 3]) | list", "[1, 3, 6]"),
    ]

    @Test(arguments: cases) func moduleGives(_ expression: String, _ expected: String) throws {
        let text = expression.replacing("dt.", with: "modules.datetime.")
            .replacing(/(^|[(= ])(pytz|re|itertools|datetime)\./) { "\($0.1)modules.\($0.2)." }
        let project = try TestProject(["models/m.sql": "{{ \(text) }}"])
        #expect(try project.compiled("m") == expected)
    }

    @Test(arguments: [
        "modules.datetime.datetime(2023, 2, 29)", "modules.datetime.date(0, 1, 1)",
        "modules.datetime.datetime.strptime('x', '%Y')", "modules.pytz.timezone('Nowhere/At')",
        "modules.re.compile('(')", "modules.itertools.count() | list",
        "modules.itertools.product(range(9999), range(9999)) | list",
        "modules.datetime.datetime.max + modules.datetime.timedelta(days=1)",
        "modules.re.sub('a', '\\\\7', 'a')",
    ])
    func badUseIsAnError(_ expression: String) throws {
        let project = try TestProject(["models/m.sql": "{{ \(expression) }}"])
        #expect(throws: PipelineError.self) { try project.compiled("m") }
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        let first = -719_162
        let wrong = (first..<first + 146_097).count { day in
            guard let time = CivilTime(microseconds: day * CivilTime.perDay) else { return true }
            let (year, month, date) = time.date
            return CivilTime(year: year, month: month, day: date) != time
        }
        #expect(wrong == 0)
    }
}
