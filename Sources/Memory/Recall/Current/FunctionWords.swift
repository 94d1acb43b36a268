/// Words that carry no meaning of their own, here with those that open sentences in capitals.
enum FunctionWords {
    static let all: Set<String> = Set(
        """
        a an the this that these those i i'm i've i'd i'll me my mine we we're we've us our ours
        you you're your yours he he's she she's it it's its him his her hers they they're them
        their theirs who whom whose which what what's when where why how there here and or but nor
        so yet if then than as at by for from in into of off on onto out over to up with without
        about after before under between during until till since because while though although is
        are am was were be been being do does did done doing don't doesn't didn't has have had
        having hasn't haven't can could can't will would won't shall should may might must not no
        yes too also just only very really still again now ever never always some any each every
        all both few more most other another such same one two three first last next new old good
        great nice oh ok okay well please thanks thank hi hello hey sorry let let's got get gets go
        goes going went come came make made take took put see saw say said says told tell know
        think thought like back down today yesterday tomorrow tonight soon later finally actually
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    static let calendar: Set<String> = Set(
        """
        january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
        saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays mon tue
        wed thu fri sat sun spring summer autumn winter christmas easter noon midnight
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
