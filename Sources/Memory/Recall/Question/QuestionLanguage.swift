import Search

/// The language of a question, as far as its small words tell.
enum QuestionLanguage: String, CaseIterable {
    case english, german, spanish, french, portuguese, italian, dutch, russian, arabic

    /// The language most of whose small words are in a question; of several with as many the one
    /// that has more of its words for time; English where none is ahead of it.
    ///
    /// - Parameter words: folded as the index folds words.
    init(of words: [String]) {
        var best = (language: Self.english, votes: 0, times: 0)
        for language in Self.allCases {
            let small = language.smallWords
            let votes = words.count { small.contains($0) }
            let lexicon = TimeLexicon.all[language]?.words ?? [:]
            let times = words.count { lexicon[$0] != nil }
            let isAhead = (votes, times) > (best.votes, best.times)
            if votes > 0, isAhead, votes > best.votes || best.language != .english {
                best = (language, votes, times)
            }
        }
        self = best.language
    }

    /// Words too common to look for; in English those of the index.
    var smallWords: Set<String> {
        self == .english ? StopWords.english : Self.lists[self] ?? []
    }

    private static let lists: [Self: Set<String>] = [
        .german: words(
            """
            aber alle als am an auf aus bei bin bis bist da das dass dem den denn der des dich die
            dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen
            einer eines er es etwas euch euer fur gab gegen gehen geht gibt habe haben hast hat
            hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja
            jede jeder jetzt kann kein keine konnen man mein meine meinem meinen meiner mich mir
            mit muss mussen nach nicht noch nun nur ob oder ohne sein seine seinem seinen seiner
            seit sich sie sind so soll uber um und uns unser unsere unter vom von vor wann war
            waren warum was weil welche welchen welcher welches wem wen wenn wer werden wie wieder
            wieso will wir wird wo woher wohin wurde wurden zu zum zur zwischen viel viele
            """),
        .spanish: words(
            """
            a al algo ante antes aun aunque cada como con cual cuales cuando cuanta cuantas cuanto
            cuantos de del desde donde dos durante e el ella ellas ellos en entre era es esa ese
            eso esta estaba estan estas este esto estoy fue fueron ha habia han hasta hay he hemos
            hizo la las le les lo los mas me mi mis muy ni no nos nosotros nuestra nuestro o para
            pero por porque que quien quienes se ser si sin sobre son soy su sus tambien te tengo
            tiene tienen todo tu tus un una uno unos y ya yo
            """),
        .french: words(
            """
            a ai as au aux avait avec avez avons c ce ces cet cette combien comment d dans de des
            donc du elle elles en es est et etait ete etre eu fait il ils j je l la le les leur
            leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas peut
            plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se ses si
            son sont sur ta te tes toi ton tu un une vos votre vous y
            """),
        .portuguese: words(
            """
            a ao aos as com como da das de dela dele do dos e ela elas ele eles em entre era essa
            esse esta estao estava este eu foi foram ha isso isto ja la lhe mais mas me meu meus
            minha minhas muito na nao nas nem no nos nossa nosso num numa o onde os ou para pela
            pelo por porque qual quais quando quanta quantas quanto quantos que quem se sem ser
            seu seus so sobre sua suas tambem te tem tenho teve um uma
            """),
        .italian: words(
            """
            a abbiamo ai al alla alle anche c che chi ci come con cosa cui d da dal dalla dalle
            degli dei del della delle di dove e ed era erano gli ha hai hanno ho i il in io l la le
            lei li lo loro lui m ma mi mia mie miei mio ne nei nel nella noi non nostra nostro o
            per perche piu qual quale quali quando quanta quante quanti quanto quella quello
            questa questo se sei si sia sono sta su sua sue sul suo te ti tra tu un una uno
            """),
        .dutch: words(
            """
            aan al als bij dan dat de den der deze die dit door dus een en er ging had hadden heb
            hebben hebt heeft hem hen het hij hoe hoeveel hun ik in is je jij jouw kan kon maar me
            meer men met mij mijn moet na naar niet nog nu of om onder ons onze ook op over te tot
            u uit uw van veel voor waar waarom wanneer waren was wat we wel welk welke werd wie
            wij wil worden wordt zal ze zich zij zijn zo zonder
            """),
        .russian: words(
            """
            а без бы был была были было быть в вас ваш во вот все всё где да даже для до его ее её
            ей ему если есть еще ещё же за зачем и из или им их к как какая какие каких какое какой
            какую когда кого кому которая который которые кто куда ли меня мне мной мои мой моя моё
            мы на нам нас наш наша наше наши не него неё нет них но ну о об он она они оно от откуда
            по под почему при про с сам свой своя сейчас сколько со так такой там то тоже только том
            тот ты у уже чем чей чего что чтобы эта эти это этот я
            """),
        .arabic: words(
            """
            في من الى إلى على عن مع ما ماذا من متى أين اين كيف لماذا كم بكم هل هذا هذه ذلك تلك الذي
            التي الذين هو هي هم نحن أنا انا أنت أنتم كان كانت يكون تكون لا لم لن ليس ليست قد لقد ثم أو
            او و أن ان إن أي اي كل بعض عند عندما بين حتى الآن هناك هنا
            """),
    ]

    private static func words(_ text: String) -> Set<String> { Set(Words.folded(text)) }
}
