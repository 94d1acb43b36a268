/// What kind of thing a term is, as far as the word alone tells.
public struct TermKinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Digits, or a number in words.
    public static let number = TermKinds(rawValue: 1)
    /// Says when: a day, a month, a season, a year, a time of day.
    public static let time = TermKinds(rawValue: 2)

    /// The kinds of a word, lower case and without accents.
    init(of word: [UInt8]) {
        self = []
        let digits = word.prefix { (0x30...0x39).contains($0) }.count
        if digits > 0 {
            insert(.number)
            let rest = word.dropFirst(digits)
            let isYear = digits == 4 && rest.isEmpty && (0x31...0x32).contains(word[0])
            if isYear || rest.elementsEqual("am".utf8) || rest.elementsEqual("pm".utf8) {
                insert(.time)
            }
            return
        }
        if Self.numbers.contains(word) { insert(.number) }
        if Self.times.contains(word) { insert(.time) }
    }

    private static func words(_ text: String) -> Set<[UInt8]> {
        Set(text.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })
    }

    private static let numbers = words(
        """
        one two three four five six seven eight nine ten eleven twelve dozen hundred thousand
        couple once twice first second third
        zwei drei vier funf sechs sieben acht neun zehn elf zwolf hundert tausend
        dos tres cuatro cinco seis siete ocho nueve diez doce cien mil
        deux trois quatre cinq sept huit neuf dix douze cent mille
        dois duas tres quatro sete oito nove dez doze cem
        due quattro cinque sei sette otto nove dieci dodici cento
        twee drie vijf zes zeven negen tien twaalf honderd duizend
        """)

    private static let times = words(
        """
        yesterday today tomorrow tonight last ago next day days week weeks month months year years
        weekend monday tuesday wednesday thursday friday saturday sunday january february march
        april june july august september october november december morning evening afternoon
        summer winter spring autumn fall recently christmas easter
        gestern heute morgen vorgestern tag woche monat jahr wochenende montag dienstag mittwoch
        donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember
        fruhling sommer herbst weihnachten ostern
        ayer hoy manana dia semana mes ano lunes martes miercoles jueves viernes sabado domingo
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        verano invierno primavera otono navidad
        hier demain jour semaine mois annee lundi mardi mercredi jeudi vendredi samedi dimanche
        janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre ete hiver
        printemps automne noel
        ontem hoje amanha segunda terca quarta quinta sexta janeiro fevereiro marco maio junho
        julho setembro outubro novembro dezembro verao
        ieri oggi domani giorno settimana mese anno lunedi martedi mercoledi giovedi venerdi
        sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
        estate inverno autunno natale
        gisteren vandaag dag maand jaar maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
        januari februari maart mei augustus lente zomer herfst kerstmis
        """)
}
