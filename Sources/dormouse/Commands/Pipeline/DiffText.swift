import JSON
import Pipeline

/// A comparison as a person reads it.
struct DiffText {
    let diff: RelationDiff

    func print(on console: Console) {
        let how = diff.key.isEmpty ? "whole rows" : "key " + diff.key.joined(separator: ", ")
        console.print("\(diff.name, .bold)  \(how, .dim)")
        if let note = diff.note { console.note("note: \(note)") }
        if diff.isEmpty {
            console.print("  no difference in \(counted(diff.rowsAfter, "row"))")
            return
        }
        console.print(
            "  rows     \(grouped(diff.rowsBefore)) before, \(grouped(diff.rowsAfter)) after")
        console.print("  added    \(grouped(diff.added), .green)")
        console.print("  removed  \(grouped(diff.removed), .red)")
        if !diff.key.isEmpty { console.print("  changed  \(grouped(diff.changed), .yellow)") }
        for column in diff.columnCounts {
            console.print("    \(column.name): \(grouped(column.rows))")
        }
        for column in diff.columns {
            switch (column.before, column.after) {
            case (nil, let type?): console.print("  new column \(column.name) \(type)")
            case (let type?, nil): console.print("  lost column \(column.name) \(type)")
            default:
                console.print(
                    "  column \(column.name): \(column.before ?? "") is now \(column.after ?? "")")
            }
        }
        for sample in diff.samples { print(sample, on: console) }
    }

    private func print(_ sample: RelationDiff.Sample, on console: Console) {
        let row = sample.row.map { "\($0.column)=\($0.value.shownText)" }.joined(separator: ", ")
        switch sample.kind {
        case .added: console.print("  \("+", .green) \(row)")
        case .removed: console.print("  \("-", .red) \(row)")
        case .changed:
            let changes = sample.changes.map {
                "\($0.column): \($0.before.shownText) → \($0.after.shownText)"
            }
            console.print("  \("~", .yellow) \(row)  \(changes.joined(separator: "; "))")
        }
    }
}

extension RelationDiff {
    var json: JSON {
        [
            "unique_id": .string(id), "name": .string(name),
            "key": .array(key.map { .string($0) }), "equal": .bool(isEmpty),
            "rows_before": .int(rowsBefore), "rows_after": .int(rowsAfter), "added": .int(added),
            "removed": .int(removed), "changed": .int(changed),
            "changed_columns": .object(
                JSON.Object(columnCounts.map { ($0.name, .int($0.rows)) })),
            "columns": .array(
                columns.map {
                    [
                        "name": .string($0.name),
                        "before": $0.before.map { .string($0) } ?? .null,
                        "after": $0.after.map { .string($0) } ?? .null,
                    ]
                }),
            "samples": .array(samples.map(\.json)),
            "note": note.map { .string($0) } ?? .null,
        ]
    }
}

extension RelationDiff.Sample {
    fileprivate var json: JSON {
        [
            "kind": .string(kind.rawValue),
            "row": .object(JSON.Object(row.map { ($0.column, $0.value.json) })),
            "changes": .object(
                JSON.Object(
                    changes.map { ($0.column, ["before": $0.before.json, "after": $0.after.json]) })
            ),
        ]
    }
}
