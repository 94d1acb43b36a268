extension Sequence<SQLStatement> {
    /// Roles that the statements name and do not make: to whom something is granted or belongs.
    var rolesNeeded: [String] {
        var named: Set<String> = []
        var made: Set<String> = []
        for statement in self {
            if let role = statement.roleMade { made.insert(role) }
            named.formUnion(statement.rolesNamed)
        }
        // A block may make one without looking whether it is there.
        for statement in self where statement.begins(with: "do") {
            let body = (statement.tokens.compactMap(\.string).first ?? "").lowercased()
            if body.contains("exists") || body.contains("duplicate_object") { continue }
            for role in named
            where ["role", "user"].contains(where: { body.contains("create \($0) \(role)") }) {
                made.insert(role)
            }
        }
        return named.subtracting(made).sorted()
    }
}

extension MigrationFolder {
    /// Roles that must be there before its migrations run.
    public var rolesNeeded: [String] {
        (migrations.map(\.up) + callbacks.map(\.script)).flatMap(\.script.statements).rolesNeeded
    }
}

extension SQLStatement {
    fileprivate var roleMade: String? {
        ["role", "user", "group"].contains { begins(with: "create", $0) } && tokens.count > 2
            ? tokens[2].identifier : nil
    }

    /// Names behind `TO`, `FROM` and `ROLE` of statements that give and take rights.
    fileprivate var rolesNamed: Set<String> {
        var found: Set<String> = []
        func names(from start: Int) {
            var place = start
            while place < tokens.count {
                if tokens[place].word == "group" { place += 1 }
                guard place < tokens.count, let name = tokens[place].identifier else { return }
                if tokens[place].word.map({ !Self.noRoles.contains($0) }) ?? true {
                    found.insert(name)
                }
                guard place + 1 < tokens.count, tokens[place + 1].symbol == "," else { return }
                place += 2
            }
        }
        func names(behind words: String..., last: Bool = false) {
            var start = 0
            var places: [Int] = []
            while let place = place(of: words, from: start) {
                places.append(place + words.count)
                start = place + 1
            }
            for place in last ? places.suffix(1) : places[...] { names(from: place) }
        }
        switch tokens.first?.word {
        case "grant", "revoke":
            if !has("on") { names(from: 1) }
            names(behind: tokens[0].word == "grant" ? "to" : "from", last: true)
        case "alter":
            names(behind: "owner", "to")
            if begins(with: "alter", "default", "privileges") {
                for word in ["role", "user", "to", "from"] { names(behind: word) }
            }
            if begins(with: "alter", "policy") { names(behind: "to") }
        case "create":
            if begins(with: "create", "policy") { names(behind: "to") }
            names(behind: "authorization")
        case "set": names(behind: "role")
        case "reassign", "drop": if has("owned", "by") { names(behind: "by") }
        default: break
        }
        return found
    }

    private static let noRoles: Set<String> = [
        "public", "current_user", "current_role", "session_user", "none", "default",
    ]
}
