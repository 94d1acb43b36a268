import Foundation

/// Sentences, notes, code and other languages, of made-up words and seeded chance.
struct SyntheticPassages: Sendable {
    private static let places = ["Lisbon", "Oslo", "Turin", "Dublin", "Graz", "Porto", "Ghent"]
    private static let given = [
        "Ada", "Boris", "Chiara", "David", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas",
        "Kemal", "Lena", "Mateo", "Nadia", "Olga", "Pavel", "Quentin", "Rosa", "Sven", "Tove",
    ]
    private static let families = [
        "", "", " Adler", " Brandt", " Costa", " Dahl", " Eriksen", " Fontana", " Gruber", " Horak",
    ]
    private static let glue = [
        "the", "a", "of", "and", "to", "in", "for", "with", "on", "my", "that", "it", "was", "we",
        "at", "from", "but", "not", "is", "this",
    ]
    private static let languages: [[String]] = [
        """
        ich habe heute mit der wir haben gestern über die das ist nicht so wie am Montag noch ein
        Termin für den Umbau Küche Wohnung Arbeit Bahn Rechnung bezahlt morgen früh wieder Garten
        """,
        """
        je suis allé hier avec les nous avons parlé de la maison pour demain matin une réunion au
        bureau le train était en retard encore beaucoup de travail jardin facture payée
        """,
        """
        ayer hablé con mi hermana sobre la casa nueva mañana tenemos reunión en la oficina el tren
        llegó tarde mucho trabajo todavía la factura está pagada jardín cocina
        """,
        """
        я сегодня говорил с братом о новой работе завтра утром встреча в офисе поезд опоздал счёт
        оплачен сад кухня квартира снова много дел
        """,
        "今天和朋友 讨论了 新的 计划 明天 早上 开会 火车 晚点 厨房 花园 账单 已付 工作 很多 房子",
        "اليوم تحدثت مع أخي عن العمل الجديد غدا صباحا اجتماع في المكتب القطار تأخر البيت",
    ].map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }

    let words: SyntheticWords

    func name(_ random: inout SeededGenerator) -> String {
        random.pick(from: Self.given) + random.pick(from: Self.families)
    }

    /// Sentences of 4 to 20 words, three in ten of the topic's own sixty.
    func prose(words count: Int, topic: Int, _ random: inout SeededGenerator) -> String {
        var text = ""
        var left = count
        while left > 0 {
            let length = min(left, 4 + Int(random.next() % 17))
            left -= length
            for place in 0..<length {
                var word =
                    switch random.next() % 20 {
                    case 0..<8: random.pick(from: Self.glue)
                    case 8..<14:
                        words[topic &* 7919 &+ Int(random.next() % 60) &* 104_729]
                    case 14 where place > 0: random.pick(from: Self.given)
                    default: words.draw(&random)
                    }
                if place == 0 { word = word.prefix(1).uppercased() + word.dropFirst() }
                text += place == 0 ? word : " " + word
            }
            text += ends(&random)
            if left > 0 { text += random.next() % 8 == 0 ? "\n\n" : " " }
        }
        return text
    }

    private func ends(_ random: inout SeededGenerator) -> String {
        switch random.next() % 16 {
        case 0, 1: "?"
        case 2: "!"
        case 3: ""
        case 4: " " + String(random.next() % 3000) + "."
        default: "."
        }
    }

    func fact(_ random: inout SeededGenerator) -> String {
        switch random.next() % 4 {
        case 0: "I moved to \(random.pick(from: Self.places))."
        case 1: "\(name(&random)) works at \(words.draw(&random).capitalized)."
        case 2: "My \(words.draw(&random)) is called \(random.pick(from: Self.given))."
        default: "We need to finish the \(words.draw(&random)) by \(1 + random.next() % 28) May."
        }
    }

    func foreign(_ random: inout SeededGenerator) -> String {
        let language = random.pick(from: Self.languages)
        return (0..<Int(5 + random.next() % 40)).map { _ in random.pick(from: language) }
            .joined(separator: " ") + "."
    }

    func code(_ random: inout SeededGenerator) -> String {
        var lines = ["```"]
        for _ in 0..<Int(2 + random.next() % 30) {
            let (left, right) = (words.draw(&random), words.draw(&random))
            switch random.next() % 4 {
            case 0: lines.append("def \(left)_\(right)(self, \(right), n=\(random.next() % 99)):")
            case 1: lines.append("    self.\(left) = \(right)[\(random.next() % 10)]")
            case 2: lines.append("    if \(left) != \"\(right)\": return \(left).\(right)()")
            default: lines.append("    # \(left) \(right) 0x\(String(random.next(), radix: 16))")
            }
        }
        return (lines + ["```"]).joined(separator: "\n")
    }
}
