import Foundation
import Testing

@testable import Memory

@Suite struct TimeWordsTests {
    /// Wednesday, noon.
    private func window(_ question: String, zone: String = "GMT") throws -> TimeWindow? {
        TimeWords(
            now: try Moment(stated: "2026-05-13T12:00:00Z"),
            zone: try #require(TimeZone(identifier: zone))
        ).window(in: question)
    }

    /// A question, the first day it speaks of and the first day after it; `…` is no bound.
    @Test(arguments: [
        ("What broke today?", "2026-05-13", "2026-05-14"),
        ("What is on tonight?", "2026-05-13", "2026-05-14"),
        ("what did we do yesterday", "2026-05-12", "2026-05-13"),
        ("Who called last night?", "2026-05-12", "2026-05-13"),
        ("Who called this morning?", "2026-05-13", "2026-05-14"),
        ("What happened last Friday?", "2026-05-08", "2026-05-09"),
        ("What happened on Monday?", "2026-05-11", "2026-05-12"),
        ("What happened on Wednesday?", "2026-05-06", "2026-05-07"),
        ("What happened last week?", "2026-05-04", "2026-05-11"),
        ("What is due this week?", "2026-05-11", "2026-05-18"),
        ("What is due next week?", "2026-05-18", "2026-05-25"),
        ("Where were we last weekend?", "2026-05-09", "2026-05-11"),
        ("Where are we this weekend?", "2026-05-16", "2026-05-18"),
        ("What did it cost last month?", "2026-04-01", "2026-05-01"),
        ("What does it cost this month?", "2026-05-01", "2026-06-01"),
        ("What did we sell last year?", "2025-01-01", "2026-01-01"),
        ("What do we sell this year?", "2026-01-01", "2027-01-01"),
        ("What do we sell next year?", "2027-01-01", "2028-01-01"),
        ("What was said three days ago?", "2026-05-10", "2026-05-11"),
        ("What was said 1 day ago?", "2026-05-12", "2026-05-13"),
        ("What was said a week ago?", "2026-05-04", "2026-05-11"),
        ("What was said two weeks ago?", "2026-04-27", "2026-05-04"),
        ("What was said a month ago?", "2026-04-01", "2026-05-01"),
        ("What was said ten years ago?", "2016-01-01", "2017-01-01"),
        ("What broke in the last three days?", "2026-05-11", "2026-05-14"),
        ("What broke in the past 2 weeks?", "2026-04-30", "2026-05-14"),
        ("What broke in the last two months?", "2026-03-14", "2026-05-14"),
        ("What broke in May?", "2026-05-01", "2026-06-01"),
        ("what broke in may", "2026-05-01", "2026-06-01"),
        ("What broke during March?", "2026-03-01", "2026-04-01"),
        ("What broke in June?", "2025-06-01", "2025-07-01"),
        ("What broke last June?", "2025-06-01", "2025-07-01"),
        ("What broke this May?", "2026-05-01", "2026-06-01"),
        ("What broke in April 2025?", "2025-04-01", "2025-05-01"),
        ("What about Sept 2024?", "2024-09-01", "2024-10-01"),
        ("What broke in 2023?", "2023-01-01", "2024-01-01"),
        ("The best of 2024?", "2024-01-01", "2025-01-01"),
        ("What broke in early May?", "2026-05-01", "2026-05-11"),
        ("What broke in mid April?", "2026-04-11", "2026-04-21"),
        ("What broke in mid-April?", "2026-04-11", "2026-04-21"),
        ("What broke in late February?", "2026-02-21", "2026-03-01"),
        ("What broke at the end of March 2025?", "2025-03-21", "2025-04-01"),
        ("What broke at the beginning of May?", "2026-05-01", "2026-05-11"),
        ("What broke in the first week of May?", "2026-05-01", "2026-05-08"),
        ("What broke in the last week of April?", "2026-04-24", "2026-05-01"),
        ("What was on 8 May 2023?", "2023-05-08", "2023-05-09"),
        ("What was on May 8?", "2026-05-08", "2026-05-09"),
        ("What was on May 8th, 2023?", "2023-05-08", "2023-05-09"),
        ("What was on the 8th of May?", "2026-05-08", "2026-05-09"),
        ("What was on 8 June?", "2025-06-08", "2025-06-09"),
        ("What was on 29 February?", "2024-02-29", "2024-03-01"),
        ("What was on 2026-04-02?", "2026-04-02", "2026-04-03"),
        ("What was in 2026-04?", "2026-04-01", "2026-05-01"),
        ("What was said before 3 April?", "…", "2026-04-03"),
        ("What was said until 3 April?", "…", "2026-04-04"),
        ("What was said by 3 April?", "…", "2026-04-04"),
        ("What was said after 3 April?", "2026-04-04", "…"),
        ("What was said since 3 April?", "2026-04-03", "…"),
        ("What was said since last week?", "2026-05-04", "…"),
        ("What was said since Monday?", "2026-05-11", "…"),
        ("What was said before yesterday?", "…", "2026-05-12"),
        ("What was said before 2025?", "…", "2025-01-01"),
        ("What was said after March?", "2026-04-01", "…"),
        ("Between 3 April and 10 April?", "2026-04-03", "2026-04-11"),
        ("Between 3 and 10 April?", "2026-04-03", "2026-04-11"),
        ("Between March and May?", "2026-03-01", "2026-06-01"),
        ("Between March 2025 and last week?", "2025-03-01", "2026-05-11"),
        ("Between 2026-04-10 and 2026-04-03?", "2026-04-03", "2026-04-11"),
        ("Between December and February 2025?", "2024-12-01", "2025-03-01"),
        ("Between 2020 and 2022?", "2020-01-01", "2023-01-01"),
        ("What was on 30 February 2026?", "2026-02-01", "2026-03-01"),
        ("From March to May?", "2026-03-01", "2026-06-01"),
        ("From 3 April until yesterday?", "2026-04-03", "2026-05-13"),
        ("from Monday on", "2026-05-11", "…"),
        ("What did Jan say in May?", "2026-05-01", "2026-06-01"),
        ("What broke the day before yesterday?", "2026-05-11", "2026-05-12"),
        ("What is on tomorrow?", "2026-05-14", "2026-05-15"),
        ("What is on the day after tomorrow?", "2026-05-15", "2026-05-16"),
        ("What broke in the last month?", "2026-04-01", "2026-05-01"),
        ("In the last two weeks of August 2023?", "2023-08-18", "2023-09-01"),
        ("In the first three days of March?", "2026-03-01", "2026-03-04"),
        ("On the first weekend of October 2023?", "2023-10-07", "2023-10-09"),
        ("On the last weekend of April?", "2026-04-25", "2026-04-27"),
        ("What did we do at Christmas 2023?", "2023-12-24", "2023-12-27"),
        ("What did we eat last Christmas?", "2025-12-24", "2025-12-27"),
        ("Who came on New Year's Eve?", "2025-12-31", "2026-01-01"),
        ("Where were we at Easter 2024?", "2024-03-31", "2024-04-02"),
        ("Who hosted Thanksgiving 2023?", "2023-11-23", "2023-11-24"),
        ("Where did we go last summer?", "2025-06-01", "2025-09-01"),
        ("Where did we go in the summer of 2023?", "2023-06-01", "2023-09-01"),
        ("Where did we go in winter?", "2025-12-01", "2026-03-01"),
        ("What did we plant this spring?", "2026-03-01", "2026-06-01"),
        ("What did we plant last spring?", "2025-03-01", "2025-06-01"),
    ])
    func wordsOfTimeMeanDays(_ question: String, _ from: String, _ to: String) throws {
        let window = try #require(try window(question))
        #expect(window.from == (from == "…" ? .earliest : try Moment(stated: from)))
        #expect(window.to == (to == "…" ? .latest : try Moment(stated: to)))
        #expect(!window.words.isEmpty)
    }

    @Test(arguments: [
        "", "What is Ada's plan?", "What may happen?", "May I ask something?", "It may rain",
        "Do you think this may work?", "March to the pump", "How do they march?", "Who is April?",
        "What did Jan say?", "the sun sat low", "second to none", "31 April",
        "Call 1234567890", "in 9999", "in 1066", "in 20260", "99999999999999999999 days ago",
        "3 days", "last", "between", "between 3 and", "before", "since then", "the last straw",
        "by the end of it", "from here to there", "-5 days ago", "in", "٣ days ago",
    ])
    func otherWordsMeanNone(_ question: String) throws {
        #expect(try window(question) == nil)
    }

    /// The same in other languages; the day of the question is a Wednesday, 13 May 2026.
    @Test(arguments: [
        ("Was war gestern?", "2026-05-12", "2026-05-13"),
        ("Was haben wir vorgestern gemacht?", "2026-05-11", "2026-05-12"),
        ("Was haben wir letzte Woche gemacht?", "2026-05-04", "2026-05-11"),
        ("Was war vor drei Wochen?", "2026-04-20", "2026-04-27"),
        ("Was war am 3. Mai?", "2026-05-03", "2026-05-04"),
        ("Was war im August 2023?", "2023-08-01", "2023-09-01"),
        ("Wo waren wir letzten Sommer?", "2025-06-01", "2025-09-01"),
        ("Was war an Weihnachten 2023?", "2023-12-24", "2023-12-27"),
        ("¿Qué hicimos ayer?", "2026-05-12", "2026-05-13"),
        ("¿Qué hicimos la semana pasada?", "2026-05-04", "2026-05-11"),
        ("¿Qué pasó el 3 de mayo de 2023?", "2023-05-03", "2023-05-04"),
        ("¿Qué pasó hace dos meses?", "2026-03-01", "2026-04-01"),
        ("¿Qué pasó en agosto de 2023?", "2023-08-01", "2023-09-01"),
        ("Qu'est-ce que nous avons fait hier ?", "2026-05-12", "2026-05-13"),
        ("Où étions-nous la semaine dernière ?", "2026-05-04", "2026-05-11"),
        ("Qui est venu il y a trois jours ?", "2026-05-10", "2026-05-11"),
        ("Que s'est-il passé le 3 mai 2023 ?", "2023-05-03", "2023-05-04"),
        ("Où étions-nous l'été dernier ?", "2025-06-01", "2025-09-01"),
        ("O que fizemos ontem?", "2026-05-12", "2026-05-13"),
        ("O que aconteceu no dia 3 de maio de 2023?", "2023-05-03", "2023-05-04"),
        ("Onde estávamos no mês passado?", "2026-04-01", "2026-05-01"),
        ("Che cosa abbiamo fatto ieri?", "2026-05-12", "2026-05-13"),
        ("Dove eravamo tre settimane fa?", "2026-04-20", "2026-04-27"),
        ("Che cosa è successo il 3 maggio 2023?", "2023-05-03", "2023-05-04"),
        ("Wat hebben we gisteren gedaan?", "2026-05-12", "2026-05-13"),
        ("Waar waren we vorige week?", "2026-05-04", "2026-05-11"),
        ("Wat was er twee weken geleden?", "2026-04-27", "2026-05-04"),
    ])
    func wordsOfTimeInOtherLanguages(_ question: String, _ from: String, _ to: String) throws {
        let window = try #require(try window(question))
        #expect(window.from == (try Moment(stated: from)))
        #expect(window.to == (try Moment(stated: to)))
        let said = question.lowercased()
        let parts = window.words.split(separator: " ")
        #expect(!parts.isEmpty && parts.allSatisfy { said.contains($0) })
    }

    @Test func aYearThatIsNotSaidIsOneThatTheMemoriesAreOf() throws {
        let first = try Moment(stated: "2023-01-10")
        let last = try Moment(stated: "2023-11-02")
        let words = TimeWords(
            now: try Moment(stated: "2026-05-13T12:00:00Z"), zone: .gmt, told: first...last)
        let expected: [(String, String)] = [
            ("What broke in August?", "2023-08-01"), ("What broke on 3 May?", "2023-05-03"),
            ("What broke in the summer?", "2023-06-01"), ("What broke in May 2026?", "2026-05-01"),
            ("What broke last month?", "2026-04-01"),
        ]
        for (question, from) in expected {
            #expect(words.window(in: question)?.from == (try Moment(stated: from)), "\(question)")
        }
    }

    @Test func daysAreThoseOfTheZone() throws {
        let window = try #require(try window("What broke today?", zone: "America/New_York"))
        #expect(window.from.description == "2026-05-13T04:00:00Z")
        #expect(window.to.description == "2026-05-14T04:00:00Z")
    }

    @Test func theWordsThatMeanItAreTold() throws {
        #expect(try window("What was said before 3 April, then?")?.words == "before 3 april")
        #expect(try window("So, between March and May?")?.words == "between march and may")
        #expect(try window("What broke in early May?")?.words == "early may")
    }

    @Test(arguments: [
        ("what went wrong in the second week of March?", "what went wrong ?"),
        ("Who came in the last two weeks of August 2025?", "Who came ?"),
        ("What did Ana bake last Christmas?", "What did Ana bake Christmas?"),
        ("What broke in mid-April?", "What broke ?"),
        ("上周我们修了什么？", "我们修了什么？"),
        ("What broke?", "What broke?"),
    ])
    func theWordsThatMeanATimeAreNotLookedFor(_ question: String, _ rest: String) throws {
        let left = try window(question)?.removed(from: question) ?? question
        #expect(left.split(separator: " ") == rest.split(separator: " "))
    }

    @Test(arguments: [
        ("Что мы делали на прошлой неделе?", "2026-05-04", "2026-05-11"),
        ("Что сломалось две недели назад?", "2026-04-27", "2026-05-04"),
        ("Куда мы ездили прошлым летом?", "2025-06-01", "2025-09-01"),
        ("Что было 3 мая 2025 года?", "2025-05-03", "2025-05-04"),
        ("ماذا فعلنا الأسبوع الماضي؟", "2026-05-04", "2026-05-11"),
        ("ماذا حدث في مايو؟", "2026-05-01", "2026-06-01"),
        ("昨天谁来了？", "2026-05-12", "2026-05-13"),
        ("上个月我们修了什么？", "2026-04-01", "2026-05-01"),
        ("三天前发生了什么？", "2026-05-10", "2026-05-11"),
        ("2025年4月に何が壊れましたか？", "2025-04-01", "2025-05-01"),
        ("先週、何をしましたか？", "2026-05-04", "2026-05-11"),
        ("지난주에 누가 왔어요?", "2026-05-04", "2026-05-11"),
        ("5월 3일에 무슨 일이 있었나요?", "2026-05-03", "2026-05-04"),
    ])
    func wordsOfTimeInOtherScripts(_ question: String, _ from: String, _ to: String) throws {
        let found = try #require(try window(question))
        #expect(found.from == (try Moment(stated: from + "T00:00:00Z")))
        #expect(found.to == (try Moment(stated: to + "T00:00:00Z")))
    }

    @Test func noQuestionMakesItCrash() throws {
        let pieces = [
            "last", "may", "5", "of", "between", "and", "99999999999", "ago", "weeks", "2026",
            "before", "first", "week", "mid", "-", "2026-13", "the", "31", "february", "from", "to",
            "monday", "🦔", "10000", "years",
        ]
        var random = SplitMix(state: 7)
        for _ in 0..<5000 {
            let count = Int.random(in: 1...7, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
            if let window = try window(text) { #expect(window.from <= window.to, "\(text)") }
        }
    }

    @Test func whatWasToldLaterCountsLessAndLess() throws {
        let window = TimeWindow(
            from: try Moment(stated: "2026-05-04"), to: try Moment(stated: "2026-05-11"), words: "")
        #expect(window.nearness(of: try Moment(stated: "2026-05-03T23:59:59Z")) == 0)
        #expect(window.nearness(of: try Moment(stated: "2026-05-04")) == 1)
        #expect(window.nearness(of: try Moment(stated: "2026-05-10T23:59:59Z")) == 1)
        #expect(window.nearness(of: try Moment(stated: "2026-05-11")) == 1)
        // exp(−1) a week later.
        #expect(abs(window.nearness(of: try Moment(stated: "2026-05-18")) - 0.367879) < 1e-5)
    }
}
