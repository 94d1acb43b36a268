/// Refuses options that exclude each other.
func checkConflicts(
    _ scope: Scope, _ given: [String: ParsedCommand.Entry]
) throws(UsageError) {
    for conflict in scope.commands.flatMap(\.conflicts) {
        let together = conflict.filter { given[$0] != nil }
        guard together.count > 1 else { continue }
        throw UsageError(
            .conflictingOptions,
            "'--\(together[0])' and '--\(together[1])' exclude each other",
            suggestion: "give one of them")
    }
}

/// Options that must not be taken from the environment because the command line excludes them.
func optionsExcluded(_ scope: Scope, by given: [String: ParsedCommand.Entry]) -> Set<String> {
    var excluded: Set<String> = []
    for conflict in scope.commands.flatMap(\.conflicts)
    where conflict.contains(where: { given[$0] != nil }) {
        excluded.formUnion(conflict.filter { given[$0] == nil })
    }
    return excluded
}
