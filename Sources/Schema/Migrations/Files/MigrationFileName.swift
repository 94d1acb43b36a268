/// What the name of a file says of the migration in it.
///
/// | name | read as |
/// |---|---|
/// | `0001_add_users.up.sql`, `0001_add_users.down.sql` | one direction each |
/// | `0001_add_users.sql` | the way up, or both ways under `-- migrate:up` and `-- migrate:down` |
/// | `V1__add_users.sql`, `U1__add_users.sql` | the way up, the way down |
struct MigrationFileName: Hashable {
    enum Direction: Hashable { case up, down, upOrBoth }

    var version: MigrationVersion
    var name: String
    var direction: Direction

    /// Nil where the file is no migration.
    init?(_ file: String) {
        if let match = file.wholeMatch(of: /([0-9]+)(?:[_-](.*?))?(\.up|\.down)?\.sql/) {
            guard let version = MigrationVersion(match.1) else { return nil }
            self.version = version
            name = match.2.map(String.init) ?? ""
            direction = match.3 == ".up" ? .up : match.3 == ".down" ? .down : .upOrBoth
        } else if let match = file.wholeMatch(of: /([VU])([0-9]+)__(.*)\.sql/) {
            guard let version = MigrationVersion(match.2) else { return nil }
            self.version = version
            name = String(match.3)
            direction = match.1 == "V" ? .up : .down
        } else {
            return nil
        }
    }
}
