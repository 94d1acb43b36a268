/// SQL that Flyway runs at a moment of its work, known by the name of its file: `afterMigrate.sql`,
/// `beforeEachMigrate__role.sql`.
public struct MigrationCallback: Sendable, Hashable {
    public enum Moment: String, Sendable, Hashable {
        case beforeValidate, afterValidate
        case beforeMigrate, beforeRepeatables, beforeEachMigrate
        case afterEachMigrate, afterEachMigrateError, afterVersioned
        case afterMigrateApplied, afterMigrate, afterMigrateError
        case beforeUndo, beforeEachUndo, afterEachUndo, afterEachUndoError, afterUndo
        case afterUndoError
    }

    /// What the name of a file says.
    enum Name: Hashable {
        case moment(Moment)
        /// Of a command that there is not here, by its name.
        case otherCommand(String)
        /// Of something that cannot be done here.
        case refused

        /// Nil for the file of no callback.
        ///
        /// - Parameter path: within the folder of the migrations.
        init?(_ path: String) {
            guard let file = path.split(separator: "/").last, file.hasSuffix(".sql") else {
                return nil
            }
            let stem = file.dropLast(4)
            let end = stem.firstRange(of: "__")?.lowerBound ?? stem.endIndex
            let word = String(stem[..<end])
            if let moment = Moment(rawValue: word) {
                self = .moment(moment)
                return
            }
            if word == "createSchema" {
                self = .refused
                return
            }
            guard let match = word.wholeMatch(of: /(?:before|after)([A-Z][A-Za-z]*?)(?:Error)?/)
            else {
                return nil
            }
            switch match.1 {
            case "Clean", "Info", "Baseline", "Repair": self = .otherCommand(match.1.lowercased())
            case "Validate": self = .otherCommand("validate")
            case "EachMigrateStatement", "EachUndoStatement", "Connect", "CreateSchema", "Deploy",
                "Repeatables", "Versioned", "MigrateOperation", "UndoOperation",
                "MigrateOperationFinish", "UndoOperationFinish":
                self = .refused
            default: return nil
            }
        }
    }

    public var moment: Moment
    public var script: MigrationScript

    init(
        _ moment: Moment, raw: String, path: String, settings: ScriptSettings,
        placeholders: Placeholders
    ) throws(MigrationError) {
        self.moment = moment
        let text = try settings.filled(raw, placeholders, path: path)
        do {
            script = try MigrationScript(
                text, path: path, isTransactional: settings.isWithoutTransaction ? false : nil)
        } catch {
            throw MigrationError(.fileUnreadable, error.description)
        }
        script.source = raw
    }
}
