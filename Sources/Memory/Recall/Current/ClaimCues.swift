/// What the words of a memory show about how it is meant.
enum ClaimCue: String, CaseIterable, Sendable {
    /// Something begins to hold.
    case begins
    /// Something holds no longer.
    case ends
    /// What held earlier holds again.
    case returns
    /// It takes back or mends what was said before.
    case corrects
    /// It says that it holds now.
    case now
    /// Only thought of: a condition, a wish, a dream, a joke, a guess.
    case hypothetical
    /// It is to come.
    case planned
    /// What somebody else said, or what was so once.
    case reported
    /// It was so in earlier days.
    case past
    /// It denies something.
    case denies
    /// It gives a reason.
    case reason
    /// It holds for a part only.
    case scoped
    /// A thing that somebody takes for true by mistake.
    case mistaken

    static let table = CueTable<ClaimCue>([
        .begins: """
        started; start; starting; begin; began; begun; beginning; joined; join; joining;
        moved to; moved in; moved into; moves to; moving to; moved over; moved here; moved house;
        switched; switch to; switching; changed to; changed; changes to; change to; went over;
        goes to * now; upgraded; upgrade; migrated; migration; rotated; replaced; renamed;
        reset; first day; first night; first week; first shift; first morning; day one;
        day 1; settled in; unpacked; signed; picked up; bought; got a; got an; got the;
        got a new; adopted; hired; took me on; took over; takes over; taking over;
        takes * from; in charge; promoted; appointed; accepted; treated myself;
        said yes; engaged; married; met someone; born; arrived; delivered; is here; booked;
        increase; increased; raised; rises to; rise to; goes up; went up; dropped to;
        drops to; reduced; halved; doubled; lowered; cut to; put * down; pushed to;
        postponed; slips to; slipped to; brought forward; moved * to; rescheduled;
        instead; new; deployed; released; launched; installed; cut over; enrolled; enabled;
        from monday; from tuesday; from wednesday; from thursday; from friday; from today;
        from tonight; from tomorrow; from next; from this; fills in; filling in; stands in;
        swapped; converted; signed up; subscribed; opened; transferred; reports to;
        report to; goes by; decided; settled on; agreed; it is; final
        """,
        .ends: """
        stopped; stop; stops; stopping; quit; quits; gave up; given up; giving up; cancelled;
        canceled; cancel; ended; end of; is over; was over; over for good; sold; sell; left;
        leaving; leave; moved out; moving out; broke up; split up; separated; divorced; died;
        passed away; dead; dropped; drop; retired; resigned; handed in; handed back; gave back;
        returned; give * keys; gave * keys; give * the keys; gave * the keys; give the * the keys;
        gave the * the keys; hand over the keys; notice; fired; laid off; let go; last day; last shift; last night; last week
        at; closed; closed down; shut; stole; stolen; lost; broken; crashed; scrapped; rid of;
        threw; ripped out; removed; deleted; wiped; decommissioned; disabled; expired;
        no longer; not any more; not anymore; any more; anymore; no more; never again; is off;
        called off; out of; swore off; false alarm; finished; done with; packed up; ditched;
        abandoned; dissolved; unsubscribed; terminated; rolled back; skipped
        """,
        .returns: """
        again; back to; is back; are back; am back; back on; back at; back in; back with; returned to;
        reverted; restored; went back; as before; once more; rolled back; home again
        """,
        .corrects: """
        correction; scratch that; scrap that; strike that; i meant; i mean; not * but;
        sorry; oops; my mistake; i was wrong; got it wrong; was wrong; mixed up; misread;
        misspoke; typo; wait; wait no; no it's; no it was; no it is; no sorry; actually;
        rather than; i misremembered; to be precise; make that; make it; on second thought;
        on second thoughts; turns out; in fact; should have said; it's not; it wasn't;
        it isn't; not the; correcting; forget what; ignore what; ignore my; disregard; never mind
        """,
        .now: """
        now; from now on; from here on; from today; from tonight; currently; as of; these days;
        nowadays; since; at the moment; by now; lately; this is; effective; henceforth; at last;
        already
        """,
        .hypothetical: """
        if i; if we; if he; if she; if they; if it; if you; if only; if my; if our; if somebody;
        if someone; would; wouldn't; i'd; we'd; he'd; she'd; they'd; could; couldn't have;
        imagine; imagining; suppose; what if; wish; might; maybe; perhaps; one day; someday;
        some day; dream; dreams; dreamt; dreamed; dreaming; joking; joke; joked; kidding;
        thinking of; thinking about; considering; considered; proposed; proposes; proposal;
        suggested; suggests; rumour; rumor; rumours; supposedly; possibly; probably; hope to;
        hoping to; tempted; should have; looking at; pretend; pretending; fantasise; fantasize;
        in the novel; in the film; in the movie; in the game; in the story; in the book;
        do we want; eventually; not sure; wonder; wondering; unless; as if; as though;
        hypothetically; in theory; april fool; want to; would love; like to
        """,
        .planned: """
        will; going to; gonna; next week; next month; next year; next spring; next summer;
        next autumn; tomorrow; plan to; plans to; planning; about to; soon; shall; later this;
        we'll; i'll; he'll; she'll; they'll; it'll; upcoming; plan is; in september; for
        september; off to
        """,
        .reported: """
        said; says; saying; told; heard; hear; complained; complains; asked; asks; thought;
        thinks; claims; claimed; apparently; called me; wrote; writes; according to; announced;
        reckons; believes; swears; insists; recognised; recognized; invited; sends; saw;
        criticised; criticized; keeps sending; mentions; mentioned
        """,
        .past: """
        used to; once; years ago; back then; at the time; in those days; formerly; previously;
        was; were; had; remember; remembers; misses; miss; missed; reminded; old
        """,
        .denies: """
        not; no; never; none; nobody; nothing; don't; doesn't; didn't; isn't; aren't; wasn't;
        haven't; hasn't; can't; cannot; won't; without; neither; nor
        """,
        .reason: """
        because; since; due to; thanks to; because of; so that; that's why; which is why;
        the reason; as a result; after the; caused; cause; therefore; hence; so we; so i;
        too; bit us; kept; couldn't
        """,
        .scoped: """
        though; there; except; only for; for now; in that case; apart from; other than; unless;
        as an exception; for * keep; just for; temporarily
        """,
        .mistaken: """
        still says; still said; still say; still had; still pages; still shows; still show;
        still calls; still has; still have; by mistake; nearly; almost; i tried; went to * again; keeps; keep; can't find;
        can you believe; said it would; the other one; out of date; outdated
        """,
    ])
}
