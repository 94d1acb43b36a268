import Search

/// What a question asks for by its kind: "which animal" is answered by a gull, and nobody who tells
/// of one says "animal". The names of things of that kind are looked for as if they were the word.
enum KindsOfThings {
    /// Adds to the word that names a kind the terms of the things that are of it.
    ///
    /// Only a kind that is asked for counts: "which animal", "what kind of animal", "what musical
    /// instruments", not "the animal shelter".
    ///
    /// - Parameter lookUp: the terms of a word.
    static func widen(
        _ words: inout [QueryTerm], askedForIn question: String, lookUp: (String) -> [QueryTerm]
    ) {
        guard let kind = kind(askedForIn: Words.folded(question)),
            let at = words.firstIndex(where: { $0.word == kind }),
            let things = things[singular(kind)]
        else { return }
        var known = Set(words.flatMap(\.numbers))
        for thing in things.split(whereSeparator: \.isWhitespace) {
            for number in lookUp(String(thing)).flatMap(\.numbers)
            where known.insert(number).inserted {
                words[at].others.append(number)
            }
        }
    }

    /// The kind a question asks for, as it is written there.
    static func kind(askedForIn words: [String]) -> String? {
        for (place, word) in words.enumerated() where word == "which" || word == "what" {
            var rest = words[(place + 1)...]
            if let first = rest.first, sorts.contains(first), rest.dropFirst().first == "of" {
                rest = rest.dropFirst(2)
            }
            if let kind = rest.prefix(2).first(where: { things[singular($0)] != nil }) {
                return kind
            }
        }
        return nil
    }

    private static func singular(_ word: String) -> String {
        if things[word] != nil { return word }
        return word.hasSuffix("s") ? String(word.dropLast()) : word
    }

    private static let sorts: Set<String> = [
        "kind", "kinds", "type", "types", "sort", "sorts", "breed", "breeds", "species",
    ]

    private static let birds = """
        bird gull seagull owl crow raven pigeon parrot sparrow eagle hawk falcon heron swan goose
        geese duck hen chicken rooster robin blackbird magpie stork budgie canary
        """
    private static let insects = """
        insect bee bumblebee wasp ant butterfly moth beetle mosquito ladybird ladybug spider cricket
        """
    private static let beasts = """
        dog puppy cat kitten horse pony donkey cow sheep lamb goat pig rabbit bunny hare hamster
        mouse mice rat squirrel hedgehog fox wolf deer badger otter beaver bat monkey lion tiger
        elephant giraffe fish goldfish shark whale dolphin snake lizard gecko turtle tortoise frog
        toad snail
        """
    private static let pieces = """
        guitar piano violin viola cello flute clarinet saxophone trumpet trombone drum drums harp
        accordion ukulele banjo mandolin oboe harmonica bagpipes recorder
        """
    private static let drinks = """
        coffee espresso tea beer wine juice lemonade cocoa whisky whiskey gin rum vodka cider milk
        soda kombucha
        """
    private static let colours = """
        red blue green yellow orange purple pink brown black white grey gray turquoise crimson teal
        beige violet
        """

    private static let things: [String: String] = [
        "animal": birds + " " + insects + " " + beasts,
        "creature": birds + " " + insects + " " + beasts,
        "pet": beasts + " parrot budgie canary bird",
        "bird": birds,
        "insect": insects,
        "instrument": pieces,
        "drink": drinks,
        "beverage": drinks,
        "colour": colours,
        "color": colours,
        "fruit": """
        apple banana pear plum cherry grape lemon lime mango peach strawberry raspberry blueberry
        melon pineapple apricot fig kiwi orange
        """,
        "vegetable": """
        carrot potato tomato onion cabbage spinach broccoli pea bean lettuce cucumber pumpkin
        courgette zucchini leek garlic aubergine eggplant celery kale
        """,
        "vehicle": """
        car van truck lorry bus tram train bike bicycle motorbike motorcycle scooter tractor
        """,
        "sport": """
        football soccer tennis basketball volleyball hockey rugby swimming climbing bouldering
        cycling rowing skiing snowboarding surfing badminton golf boxing judo karate gymnastics
        fencing yoga
        """,
        "flower": "rose tulip daisy lily sunflower orchid lavender poppy daffodil peony dahlia",
    ]
}
