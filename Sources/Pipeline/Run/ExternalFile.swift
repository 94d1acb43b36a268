internal import Foundation
internal import Jinja

/// The file of a model that is `external`: where it lies and how it is written and read, as
/// dbt-duckdb derives it from the configs.
struct ExternalFile {
    /// The file or folder, as the statements name it.
    let location: String
    /// What COPY is told.
    let writeOptions: String
    /// The function that reads the file, with its arguments.
    let reader: String

    private static let formats = ["csv", "parquet", "json"]

    /// - Parameter root: the folder of files whose place is not given.
    init(
        _ configuration: Configuration, relation: Relation, root: String,
        render: (String) throws(PipelineError) -> String
    ) throws(PipelineError) {
        let format = try configuration.string("format")
        if let format, !Self.formats.contains(format) {
            throw PipelineError(
                .configuration, "Invalid format: \(format)",
                hint: suggestion(for: format, among: Self.formats)
                    ?? "It can be \(Self.formats.joined(separator: ", ")).")
        }
        var options: [(key: String, value: String)] = []
        for (key, value) in try configuration.mapping("options") {
            options.append((key, try render(value.pythonText)))
        }
        func set(_ key: String, _ value: String) {
            if let place = options.firstIndex(where: { $0.key == key }) {
                options[place].value = value
            } else {
                options.append((key, value))
            }
        }
        func option(_ key: String) -> String? { options.first { $0.key == key }?.value }
        if let format { set("format", format) }
        if let delimiter = try configuration.string("delimiter") {
            set("delimiter", try render(delimiter))
        }
        let name = relation.identifier ?? ""
        var place = "\(root)/\(name)"
        if option("partition_by") == nil { place += "." + (format ?? "parquet") }
        if let given = try configuration.string("location") { place = try render(given) }
        if option("format") == nil {
            let (ending, compression) = Self.ending(of: place)
            if let ending {
                set("format", ending)
                if let compression, option("compression") == nil { set("compression", compression) }
            } else {
                set("format", option("delimiter") == nil ? "parquet" : "csv")
            }
        }
        if option("format") == "csv", option("header") == nil { set("header", "1") }
        if let columns = option("partition_by"), columns.contains(","), !columns.hasPrefix("(") {
            set("partition_by", "(\(columns))")
        }
        location = place
        writeOptions = options.map { key, value in
            let isText = ["delimiter", "quote", "escape", "null"].contains(key.lowercased())
            return "\(key) \(isText && !value.hasPrefix("'") ? literal(value) : value)"
        }.joined(separator: ", ")
        let written = (option("format") ?? "parquet").lowercased()
        let read = Self.formats.contains(written) ? written : "parquet"
        var source = place
        if option("partition_by") != nil || option("per_thread_output") != nil {
            let depth = option("partition_by").map { $0.split(separator: ",").count } ?? 0
            source += "/*" + String(repeating: "/*", count: depth) + "." + written
        }
        reader = try Self.reader(
            read, source, configuration, compression: option("compression"))
    }

    /// The format and compression that a name's endings tell: `x.csv.gz`.
    private static func ending(of place: String) -> (format: String?, compression: String?) {
        var parts = (place.split(separator: "/").last ?? "").lowercased().split(separator: ".")
        let compression = ["gz": "gzip", "zst": "zstd"][String(parts.last ?? "")]
        if compression != nil { parts.removeLast() }
        return (parts.count > 1 ? parts.last.map(String.init) : nil, compression)
    }

    private static func reader(
        _ format: String, _ source: String, _ configuration: Configuration, compression: String?
    ) throws(PipelineError) -> String {
        var options = try configuration.mapping("\(format)_read_options")
        if options.isEmpty {
            options =
                format == "parquet"
                ? [("union_by_name", .bool(false))] : [("auto_detect", .bool(true))]
        }
        if let compression, format != "parquet",
            !options.contains(where: { $0.key == "compression" })
        {
            options.append(("compression", .string(compression)))
        }
        let arguments = options.map { key, value in
            ", \(key)=" + (value.string.map(literal) ?? value.pythonText)
        }
        return "read_\(format)(\(literal(source))\(arguments.joined()))"
    }
}
