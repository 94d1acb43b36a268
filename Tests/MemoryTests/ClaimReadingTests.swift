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
    ])
    func howAMemoryIsMeantShowsInItsWords(_ text: String, _ cue: ClaimCue) {
        #expect(ClaimReading(text).cues.contains(cue), "\(text)")
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
