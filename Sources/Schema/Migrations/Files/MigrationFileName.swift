/// What the name of a file says of the migration in it.
///
/// | name | read as |
/// |---|---|
/// | `0001_add_users.up.sql`, `0001_add_users.down.sql` | one direction each |
/// | `0001_add_users.sql`, `1.2-add.sql`, `2026-02-14-add.sql` | the way up, or both ways |
/// | `0001_add_users_rollback.sql` | the way down, where another file is the way up |
/// | `V1__add_users.sql`, `V1_1__x.sql`, `V1.1__x.sql`, `U1__x.sql`, `R__x.sql` | Flyway's |
/// | `20260214093000_add/migration.sql` | the way up (Prisma) |
/// | `2026-02-14-093000_add/up.sql`, `…/down.sql` | one direction each (Diesel) |
struct MigrationFileName: Hashable {
    enum Direction: Hashable { case up, down, upOrBoth }
    enum Layout: Hashable { case plain, flyway, folder }

    var version: MigrationVersion
    var name: String
    var direction: Direction
    var layout = Layout.plain
    /// The file's name without a word that reads like a way down: `add_users` of
    /// `0001_add_users_rollback.sql`. Nil where there is none.
    var undoes: String?

    /// Nil where the file is no migration.
    ///
    /// - Parameter path: within the folder of the migrations.
    init?(_ path: String) {
        let parts = path.split(separator: "/").map(String.init)
        guard let file = parts.last, let dot = file.lastIndex(of: "."),
            file[dot...].lowercased() == ".sql"
        else { return nil }
        let stem = String(file[..<dot])
        if let flyway = Self.flyway(stem) {
            self = flyway
        } else if parts.count == 2, let direction = Self.ofFolder(stem),
            let (version, name) = Self.numbered(parts[0])
        {
            self.init(version: version, name: name, direction: direction, layout: .folder)
        } else if parts.count == 1, let plain = Self.plain(stem) {
            self = plain
        } else {
            return nil
        }
    }

    /// Of a file that Drizzle's journal gives its place.
    init?(_ name: String, at place: Int) {
        guard let version = MigrationVersion(String(place)) else { return nil }
        self.init(version: version, name: name, direction: .up)
    }

    private init(
        version: MigrationVersion, name: String, direction: Direction, layout: Layout = .plain
    ) {
        self.version = version
        self.name = name
        self.direction = direction
        self.layout = layout
    }

    /// What the files of a folder that is a migration by itself are named.
    static func ofFolder(_ stem: String) -> Direction? {
        switch stem.lowercased() {
        case "migration", "up": .up
        case "down": .down
        default: nil
        }
    }

    private static func flyway(_ stem: String) -> Self? {
        if let match = stem.wholeMatch(of: /R__(.+)/) {
            guard let version = MigrationVersion(stem) else { return nil }
            return Self(
                version: version, name: String(match.1), direction: .up, layout: .flyway)
        }
        guard let match = stem.wholeMatch(of: /([VU])([0-9]+(?:[._][0-9]+)*)(?:__(.*))?/),
            let version = MigrationVersion(match.2.replacing("_", with: "."))
        else { return nil }
        return Self(
            version: version, name: match.3.map(String.init) ?? "",
            direction: match.1 == "V" ? .up : .down, layout: .flyway)
    }

    private static func plain(_ stem: String) -> Self? {
        var stem = Substring(stem)
        var direction = Direction.upOrBoth
        if let match = stem.wholeMatch(of: /([0-9]+)\.(do|undo)(?:[._-](.*))?/.ignoresCase()) {
            direction = match.2.lowercased() == "do" ? .up : .down
            stem = match.1 + "_" + (match.3 ?? "")
        } else if let match = stem.wholeMatch(
            of: /(.*)\.(up|down|undo|rollback|revert)/.ignoresCase())
        {
            direction = match.2.lowercased() == "up" ? .up : .down
            stem = match.1
        }
        guard let (version, name) = numbered(String(stem)) else { return nil }
        var file = Self(version: version, name: name, direction: direction)
        if direction == .upOrBoth { file.undoes = undone(name) }
        return file
    }

    /// The version and the words after it. A date with dashes is one number.
    private static func numbered(_ stem: String) -> (version: MigrationVersion, name: String)? {
        let dated =
            /((?:19|20)[0-9]{2})[_-]([01][0-9])[_-]([0-3][0-9])(?:[T_-]?([0-9]{2})[_:-]?([0-9]{2})[_:-]?([0-9]{2})(?:-([0-9]{4}))?)?(?:[ ._-]+(.*))?/
        if let match = stem.wholeMatch(of: dated) {
            let digits = [match.1, match.2, match.3, match.4, match.5, match.6, match.7]
                .compactMap(\.self).joined()
            return MigrationVersion(digits).map { ($0, match.8.map(String.init) ?? "") }
        }
        guard let match = stem.wholeMatch(of: /([0-9]+(?:\.[0-9]+)*)(?:[ ._-]+(.*))?/) else {
            return nil
        }
        return MigrationVersion(match.1).map { ($0, match.2.map(String.init) ?? "") }
    }

    /// `add_users` of `add_users_rollback` and of `undo_add_users`.
    private static func undone(_ name: String) -> String? {
        if let match = name.wholeMatch(
            of: /(?:(.*)[ _-])?(?:rollback|undo|down|revert)/.ignoresCase())
        {
            return match.1.map(String.init) ?? ""
        }
        return name.wholeMatch(of: /(?:rollback|undo|down|revert)[ _-](.*)/.ignoresCase())
            .map { String($0.1) }
    }
}
