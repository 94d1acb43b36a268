public import JSON
public import Memory

extension ImportReport {
    /// What `import --json` prints.
    ///
    /// - Parameter embedded: how many vectors were made; nil where they follow later.
    public func json(embedded: Int?) -> JSON {
        var object: JSON.Object = [
            "format": .string(recognition.formats.map(\.rawValue).joined(separator: "+")),
            "recognised": .string(recognition.reason), "read": .int(read), "notes": .int(notes),
            "stored": .int(stored), "known": .int(known),
        ]
        if replaced > 0 { object["replaced"] = .int(replaced) }
        if restored > 0 { object["restored"] = .int(restored) }
        if withheld > 0 { object["withheld"] = .int(withheld) }
        object["embedded"] = embedded.map(JSON.int)
        object["refused"] = .array(refused.map(\.json))
        object["remarks"] = .array(remarks.map(\.json))
        return .object(object)
    }
}

extension ImportReport.Remark {
    /// The place and the reason.
    public var json: JSON { ["place": .string(place), "reason": .string(reason)] }
}
