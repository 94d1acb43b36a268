import Testing

@testable import Memory

@Suite struct ClaimReadingTests {
    @Test(arguments: [
        ("If I lived in Madrid, I would work at Telefonica.", ClaimCue.hypothetical),
        ("Maybe we move to Oslo one day.", .hypothetical),
        ("I dreamt that we moved to the sea.", .hypothetical),
        ("We run it on port 80. Just kidding.", .hypothetical),
        ("Day one at the mill!", .begins),
        ("We switched to the other bank.", .begins),
        ("Handed back the keys.", .ends),
        ("No longer with the choir.", .ends),
        ("Scratch that, it is eight.", .corrects),
        ("No, it was 21 June.", .corrects),
        ("I meant Sunday.", .corrects),
        ("From now on in German please.", .now),
        ("Back to my morning runs.", .returns),
        ("I went to Elm Street by mistake.", .mistaken),
        ("He told me she left.", .reported),
        ("Because the ferry was on strike.", .reason),
        ("Letting the membership lapse, it has lapsed.", .ends),
        ("Nothing decided yet.", .hypothetical),
        ("The cold battery theory is withdrawn.", .withdraws),
        ("Wir sind umgezogen.", .begins), ("Je voulais dire dimanche.", .corrects),
        ("Ya no trabajo allí.", .ends), ("Talvez no próximo ano.", .hypothetical),
        ("Ik woon niet meer in Gent.", .ends), ("Di nuovo a casa.", .returns),
    ])
    func howAMemoryIsMeantShowsInItsWords(_ text: String, _ cue: ClaimCue) {
        #expect(ClaimReading(text).cues.contains(cue), "\(text)")
    }

    /// "Sent an invoice again" tells of nothing that holds again.
    @Test func againAloneIsNoReturn() {
        #expect(!ClaimReading("They sent an invoice again.").cues.contains(.returns))
        #expect(ClaimReading("The lift is broken again.").cues.contains(.returns))
        #expect(ClaimReading("Printed on the bottom again.").cues.contains(.returns))
    }

    @Test func aPriceIsAnAmountAndACountIsNone() {
        for text in [
            "So: €209 flat.", "It is 13 euros now.", "It went up to 990.", "Ten pounds.",
            "The ferry is free on Sundays.", "It costs nothing.",
        ] {
            #expect(ClaimReading(text).holds(.money), "\(text)")
        }
        for text in [
            "She would like twelve lamps in May.", "Come at 9:30.", "No idea.",
            "Ana has a free day.",
        ] {
            #expect(!ClaimReading(text).holds(.money), "\(text)")
        }
        let asked = { (text: String) in QuestionIntent(text).wants }
        #expect(asked("What does the lamp cost?") == .money)
        #expect(asked("How much is the rent?") == .money)
        #expect(asked("How many lamps are there?") == .number)
    }

    @Test func whatIsOnlyThoughtOfIsLessCertainThanWhatIsSaid() {
        let said = ClaimReading("I live in Porto.").certainty
        #expect(ClaimReading("If I lived in Porto I would surf.").certainty < said)
        #expect(ClaimReading("She lives in Porto, doesn't she?").certainty < said)
        #expect(ClaimReading("Ole said she lives in Porto.").certainty < said)
    }

    @Test func valuesAreNamesNumbersDatesAndCodes() {
        let reading = ClaimReading("Deployed v1.5.0 to Leeds on 4 May at 9:40 with copper-otter.")
        #expect(
            reading.values.isSuperset(of: ["v1.5.0", "leeds", "4", "may", "9:40", "copper-otter"]))
        #expect(reading.uncertainValues == ["deployed"])
    }

    @Test func anEmptyTextIsRead() {
        #expect(ClaimReading("").values.isEmpty)
        #expect(ClaimReading("?!…").cues.isEmpty)
    }
}
