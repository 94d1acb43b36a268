/// What part of life a text speaks of, by the words people have for it: "where does she live" and
/// "the landlord has the keys" share no word, and are about the same.
enum Frame: String, CaseIterable, Sendable {
    case home, work, partner, price, schedule, charge, vehicle, pet, health, food, contact, secret
    case software, school, sport, travel, contract, meeting, storage, team, naming

    static let table = CueTable<Frame>([
        .home: """
        live; lives; living; lived; home; house; flat; apartment; move; moved; moving; moves;
        landlord; landlady; lease; keys; address; room; studio; roommate; flatmate; rent;
        renting; rents; neighbour; neighbor; neighbourhood; street; bed; boxes; unpacked;
        unpacking; packed; settled; mortgage; stairs; city; town; place; residence; stay;
        staying; parcels; delivery; berth; houseboat
        """,
        .work: """
        work; works; working; worked; job; jobs; company; employer; boss; hired; shift; shifts;
        notice; badge; colleague; colleagues; office; career; profession; living; engineer;
        teacher; nurse; driver; position; post; promoted; promotion; resigned; quit; fired;
        retired; day one; first day; contract; salary; intern; department; teach; teaching;
        employed; freelance; role; title; occupation; apprentice; drive; took me on
        """,
        .partner: """
        partner; boyfriend; girlfriend; husband; wife; fiancé; fiancee; fiancée; fiance;
        married; marry; marriage; engaged; engagement; ring; rings; wedding; date; dating;
        relationship; broke up; break up; divorce; divorced; separated; single; together;
        said yes; met someone; register; spouse; ex; seeing; couple
        """,
        .price: """
        price; prices; pricing; cost; costs; euro; euros; dollar; dollars; pounds; francs;
        rent; fee; fees; pay; pays; paid; charge; charges; cheaper; expensive; month; salary;
        how much; discount; tariff; rate; budget; kilo; subscription; sale
        """,
        .schedule: """
        when; date; dates; day; deadline; due; launch; live; release; release date; moved to;
        postponed; slips; slip; delayed; delay; rescheduled; appointment; weekly; monday;
        tuesday; wednesday; thursday; friday; saturday; sunday; mondays; tuesdays; wednesdays;
        thursdays; fridays; week; weeks; o'clock; calendar; submitted; extension; time; hour
        """,
        .charge: """
        own; owns; owned; owner; ownership; responsible; responsibility; charge; lead; leads;
        manager; manages; maintainer; maintains; look after; looks after; looking after;
        takes care; on call; in charge; runs; run; report to; reports to; head; takes over;
        took over; taken over; handed over; handover; boss; chair; chairs; captain
        """,
        .vehicle: """
        car; cars; drive; drives; driving; drove; bike; bikes; bicycle; ride; rides; van; truck;
        motorcycle; scooter; boat; vehicle; parked; garage; wheel; fuel; petrol; electric
        """,
        .pet: """
        dog; dogs; cat; cats; puppy; kitten; pet; pets; tortoise; parrot; hamster; rabbit; fish;
        horse; vet; guinea; goldfish; bird; leash; walks
        """,
        .health: """
        doctor; medicine; medication; medicines; dose; dosage; mg; pill; pills; ill; sick;
        health; healthy; blood; pressure; pain; hurts; ankle; knee; back; therapy; physio;
        dentist; prescribed; nausea; allergy; allergic; hospital; surgery; leg; wrist; stick;
        cast; feet; fever; recovered; daily; diabetes
        """,
        .food: """
        eat; eats; eating; drink; drinks; drinking; vegetarian; vegan; meat; gluten; bread;
        coffee; tea; diet; food; lunch; recipe; recipes; meal; cook; taste; tastes; wine; beer;
        alcohol; sugar; dairy; milk; cappuccino; espresso
        """,
        .contact: """
        phone; number; mobile; email; e-mail; mail; address; call; contact; reach; telephone;
        extension; handle; post
        """,
        .secret: """
        password; passwords; code; codes; pin; login; credentials; key; token; rotated;
        rotation; passphrase; wifi; combination
        """,
        .software: """
        version; versions; upgrade; upgraded; deploy; deployed; production; staging; server;
        database; library; framework; api; port; config; listens; runs; run; release; rolled;
        migrate; migrated; migration; backups; backup; node; sessions; store; stored; cluster
        """,
        .school: """
        school; schools; class; grade; teacher; teachers; primary; kindergarten; university;
        college; study; studies; studying; student; course; major; degree; lessons; lycée
        """,
        .sport: """
        sport; sports; gym; run; runs; running; ran; rowing; climbing; bouldering; exercise;
        exercises; training; train; membership; swim; swimming; yoga; fitness; workout; match
        """,
        .travel: """
        travel; trip; flight; fly; flying; train; ticket; holiday; holidays; vacation; booked;
        book; going; airport; hotel; conference; home; terminal; until; visit; arrive; ferry
        """,
        .contract: """
        contract; subscription; subscribed; provider; plan; insurance; member; membership;
        cancel; cancelled; customer; bank; account; supplier; joined
        """,
        .meeting: """
        meeting; meetings; sync; standup; stand-up; call; retro; review; dinner; lunch; party;
        table; reservation; choir; class; practice; rehearsal
        """,
        .storage: "store; stored; stores; keep; kept; backups; written; file; files; bucket",
        .team: """
        team; teams; group; squad; department; crew; moved to; switched; joined; member;
        reorg; intern
        """,
        .naming: """
        name; named; names; called; call; calls; rename; renamed; nickname; known as; title;
        christened; spelled; spelt
        """,
    ])
}
