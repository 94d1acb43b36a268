import Testing

@testable import Memory

@Suite struct QuestionIntentTests {
    @Test(arguments: [
        ("Where does Ana live now?", QuestionIntent.Aim.now),
        ("Where does Ana live?", .now),
        ("Who is my manager?", .now),
        ("Tabs or spaces?", .now),
        ("Is the shop still open?", .now),
        ("What is the current dose?", .now),
        ("Does Nils still own the boat?", .now),
        ("Where did Ana live before Porto?", .before),
        ("What was the lamp called previously?", .before),
        ("What was the original deadline?", .first),
        ("Where were invoices kept at first?", .first),
        ("When did Ole last swim?", .last),
        ("What is the oldest note about horses?", .first),
        ("the newest note about horses", .last),
        ("Since when has Ana been in Porto?", .since),
        ("How long has Ana been in Porto?", .since),
        ("How often did the price change?", .count),
        ("How many times was the date moved?", .count),
        ("Why did we leave the old host?", .why),
        ("What was really behind the nightly reboot?", .why),
        ("What caused the leak?", .why),
        ("Wo wohnt Anna jetzt?", .now),
        ("小丽现在住在哪里？", .now),
        ("Who said that the stairs creak?", .whoSaid),
        ("Who told us about the leak?", .whoSaid),
        ("When did the cat die?", .past),
        ("What did Mara say about the pump?", .past),
        ("What is Ole's best time?", .any),
        ("Which books does Mel own?", .any),
        ("Where has Mel camped?", .any),
        ("Has the table been delivered?", .now),
        ("What kind of music does Mel like?", .any),
        ("Would she move back?", .any),
        ("How does Jon stay calm?", .any),
        ("How is Jon's knee?", .now),
    ])
    func theAimOfAQuestionShowsInItsWords(_ question: String, _ aim: QuestionIntent.Aim) {
        #expect(QuestionIntent(question).aim == aim, "\(question)")
    }

    @Test(arguments: [
        ("Where does Ana live?", AnswerKind.place), ("Who leads the team?", .person),
        ("When is the launch?", .date), ("On which day is choir?", .date),
        ("How much is the rent?", .money), ("What is the wifi password?", .code),
        ("Which version runs there?", .code), ("What is the boat called?", .name),
    ])
    func whatAQuestionWantsShowsInItsWords(_ question: String, _ kind: AnswerKind) {
        #expect(QuestionIntent(question).wants == kind, "\(question)")
    }

    @Test func aQuestionForYesOrNoIsKnownByItsFirstWord() {
        #expect(QuestionIntent("Is Karl ill?").isPolar)
        #expect(!QuestionIntent("Who is ill?").isPolar)
    }

    @Test func whatStandsAfterBeforeIsTheAnchor() {
        #expect(QuestionIntent("Where did Ana live before Porto?").anchor == ["porto"])
        #expect(QuestionIntent("Where did Ana live before?").anchor.isEmpty)
    }
}
