internal import Jinja

/// How a snapshot keeps the history of a query's rows. Decides, and leaves the running to others.
///
/// A row's history is a chain of versions: each valid from a moment to that of the next one, the
/// last one without an end. The statements are dbt's in what they compute: the same version ids
/// and the same moments.
struct SnapshotPlan {
    enum Strategy: Equatable {
        /// A row has changed when the column that tells is later than the version's beginning.
        case timestamp
        /// A row has changed when one of the columns has; nil compares all.
        case check([String]?)
    }

    /// What becomes of the last version of a row that is gone.
    enum HardDeletes: String, CaseIterable {
        case ignore, invalidate
        case newRecord = "new_record"
    }

    /// The columns a snapshot adds.
    struct ColumnNames {
        var validFrom = "dbt_valid_from"
        var validTo = "dbt_valid_to"
        var versionID = "dbt_scd_id"
        var updatedAt = "dbt_updated_at"
        var isDeleted = "dbt_is_deleted"
    }

    let strategy: Strategy
    let keys: [String]
    let hasKeyList: Bool
    let hardDeletes: HardDeletes
    let names: ColumnNames
    /// The expression that the end of the last version is; nil for NULL.
    let openEnd: String?
    /// The expression that tells when a row has changed.
    let updatedAt: String

    static let now = "now()::timestamp"

    init(_ configuration: Configuration) throws(PipelineError) {
        keys = try configuration.strings("unique_key")
        hasKeyList = configuration["unique_key"]?.elements != nil
        guard let strategy = try Self.strategy(configuration) else {
            let name = try configuration.string("strategy") ?? ""
            throw PipelineError.unsupported(
                "the snapshot strategy '\(name)'",
                hint: suggestion(for: name, among: ["timestamp", "check"])
                    ?? "Supported: timestamp, check.")
        }
        self.strategy = strategy
        updatedAt = try configuration.string("updated_at") ?? Self.now
        hardDeletes = try Self.hardDeletes(configuration)
        names = try Self.names(configuration)
        openEnd = try configuration.string("dbt_valid_to_current")
    }

    /// The strategy with what it needs; nil for one that nobody knows, which the snapshot fails of
    /// when it runs.
    ///
    /// - Throws: what keeps a project from being read.
    static func strategy(_ configuration: Configuration) throws(PipelineError) -> Strategy? {
        guard let name = try configuration.string("strategy"),
            !(try configuration.strings("unique_key").isEmpty)
        else {
            throw PipelineError(
                .configuration, "a snapshot needs the configs `strategy` and `unique_key`")
        }
        let column = try configuration.string("updated_at")
        let checked = try configuration.strings("check_cols")
        switch name {
        case "timestamp":
            if column == nil {
                throw PipelineError(
                    .configuration, "the strategy timestamp needs the config `updated_at`")
            }
            if !checked.isEmpty {
                throw PipelineError(
                    .configuration, "the strategy timestamp does not take `check_cols`")
            }
            return .timestamp
        case "check":
            if checked.isEmpty {
                throw PipelineError(
                    .configuration, "the strategy check needs the config `check_cols`",
                    hint: "It is 'all' or a list of columns.")
            }
            if configuration["check_cols"]?.string != nil {
                guard checked == ["all"] else {
                    throw PipelineError(
                        .configuration,
                        "`check_cols` is '\(checked[0])', expected 'all' or a list of columns")
                }
                return .check(nil)
            }
            return .check(checked)
        default: return nil
        }
    }

    private static func hardDeletes(
        _ configuration: Configuration
    ) throws(PipelineError) -> HardDeletes {
        let old = try configuration.bool("invalidate_hard_deletes")
        guard let name = try configuration.string("hard_deletes") else {
            return old == true ? .invalidate : .ignore
        }
        if old != nil {
            throw PipelineError(
                .configuration,
                "`hard_deletes` and `invalidate_hard_deletes` say the same thing twice",
                hint: "Keep `hard_deletes`.")
        }
        guard let known = HardDeletes(rawValue: name) else {
            let names = HardDeletes.allCases.map(\.rawValue)
            throw PipelineError(
                .configuration, "the config `hard_deletes` cannot be '\(name)'",
                hint: suggestion(for: name, among: names)
                    ?? "It can be \(names.joined(separator: ", ")).")
        }
        return known
    }

    private static func names(
        _ configuration: Configuration
    ) throws(PipelineError) -> ColumnNames {
        var names = ColumnNames()
        for (key, value) in try configuration.mapping("snapshot_meta_column_names") {
            guard let name = value.string else { continue }
            switch key {
            case "dbt_valid_from": names.validFrom = name
            case "dbt_valid_to": names.validTo = name
            case "dbt_scd_id": names.versionID = name
            case "dbt_updated_at": names.updatedAt = name
            case "dbt_is_deleted": names.isDeleted = name
            // As dbt, which takes the names it knows.
            default: continue
            }
        }
        return names
    }

    /// The columns that the table must have to be this snapshot's.
    var requiredColumns: [String] {
        let all = [names.versionID, names.validFrom, names.validTo]
        return hardDeletes == .newRecord ? all + [names.isDeleted] : all
    }
}
