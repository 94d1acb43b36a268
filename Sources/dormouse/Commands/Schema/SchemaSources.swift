import Foundation
import PostgreSQL
import Schema

/// The sources that a command compares, read and cut to what all of them can say.
struct SchemaSources {
    /// As a person named them, without passwords.
    let names: [String]
    let catalogues: [Catalogue]
    /// Whether owners and grants are in them.
    let haveAccess: Bool

    /// - Parameter withAccess: whether owners and grants are asked for.
    init(_ words: [String], _ invocation: Invocation, withAccess: Bool = false) throws {
        let placeholders = try Placeholders([], environment: invocation.environment)
        let sources = try words.map { word in
            do {
                return try SchemaSource(word, placeholders: placeholders)
            } catch let error as MigrationError where error.code == .folderUnreadable {
                throw SchemaError(.unknownSource, error.message)
            }
        }
        names = zip(words, sources).map { word, source in
            if case .database(let configuration) = source { "\(configuration)" } else { word }
        }
        for case .migrations(let folder) in sources {
            for stranger in folder.strangers {
                invocation.console.warn("\(folder.path)/\(stranger) is not read")
            }
        }
        // One server serves all that need one, and is started only where one does.
        var server: ScratchServer?
        let scope = SchemaCommand.scope(invocation)
        let coverage = sources.map(\.coverage).reduce(Coverage.everything) { $0.union($1) }
        haveAccess = withAccess && coverage.leavesOutFacts.isDisjoint(with: Coverage.access)
        if withAccess, !haveAccess {
            for (name, source) in zip(names, sources)
            where !source.coverage.leavesOutFacts.isDisjoint(with: Coverage.access) {
                invocation.console.warn("\(name) tells no owners and grants: they are not compared")
            }
        }
        catalogues = try zip(names, sources).map { name, source in
            if source.needsScratch { invocation.console.drawStatus("replaying \(name)") }
            defer { invocation.console.clearStatus() }
            let catalogue = try source.catalogue(
                withAccess: withAccess, connect: { try DatabaseTarget.connect($0, invocation) }
            ) {
                if let server { return server }
                let made = try DatabaseTarget.scratch(invocation)
                server = made
                return made
            }
            return catalogue.withoutBookkeeping.limited(to: coverage).limited(to: scope)
        }
    }

    /// `A`, `B`, `C`
    static func letter(_ index: Int) -> String { ["A", "B", "C"][index] }

    /// What no comparison looks at, whatever the sources are.
    var neverCompared: String {
        (haveAccess ? "default privileges" : "owners and grants (--grants)") + """
            , the order of columns, statistics targets of indexes and of extended statistics, \
            comments on constraints of domains and on attributes of types, NOT NULL that only an \
            inherited column has
            """
    }

    /// Without owners and grants, for what is written from them.
    var withoutAccess: [Catalogue] {
        catalogues.map {
            $0.limited(to: Coverage(leavesOutKinds: [], leavesOutFacts: Coverage.access))
        }
    }

    /// Things that none of the comparisons looks at.
    var notCovered: [String] {
        zip(names, catalogues).filter { !$1.notCovered.isEmpty }.map {
            "\($0): \($1.notCovered.joined(separator: ", ")) not compared"
        }
    }
}
