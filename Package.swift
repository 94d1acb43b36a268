// swift-tools-version: 6.2
import PackageDescription

// DuckDB, ONNX Runtime and the model lie in the prefix that `scripts/bootstrap` fills inside the
// checkout: downloaded, or linked to where pkg-config finds them. The manifest asks neither the
// environment nor the disk, because SwiftPM remembers what it answered.
let prefix = Context.packageDirectory + "/.prefix"

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-Xcc", "-I\(prefix)/include"]),
]

// `$ORIGIN/../lib/dormouse` is the installed layout.
let linkerSettings: [LinkerSetting] = [
    .unsafeFlags([
        "-L\(prefix)/lib",
        "-Xlinker", "-rpath", "-Xlinker", "\(prefix)/lib",
        "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/../lib/dormouse",
    ])
]

func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: swiftSettings)
}

/// Fixtures are read where they lie, by `#filePath`.
func tests(of name: String, _ dependencies: [Target.Dependency] = [], fixtures: [String] = [])
    -> Target
{
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies,
        exclude: fixtures, swiftSettings: swiftSettings, linkerSettings: linkerSettings)
}

let package = Package(
    name: "dormouse",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "dormouse", targets: ["dormouse"])],
    targets: [
        // 0 ground: C libraries
        .systemLibrary(name: "CDuckDB"),
        .systemLibrary(name: "COnnxRuntime"),
        .systemLibrary(
            name: "CPostgreSQL", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
        .systemLibrary(
            name: "CEvent", pkgConfig: "libevent_openssl",
            providers: [.apt(["libevent-dev", "libssl-dev"]), .brew(["libevent", "openssl"])]),
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .systemLibrary(
            name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),

        // 1 engines: each useful without the rest
        library("Arguments"),
        library("Calendars", ["DuckDB", "JSON"]),
        library("DuckDB", ["CDuckDB"]),
        library("Hashing", ["CCrypto"]),
        library("HTTPClient", ["CCurl"]),
        library("HTTPServer", ["CEvent"]),
        library("Inference", ["COnnxRuntime"]),
        library("Jinja"),
        library("JSON"),
        library("MCP", ["JSON"]),
        library("PostgreSQL", ["CPostgreSQL"]),
        library("Search", ["CStemmer"]),
        library("YAML", ["CYAML"]),

        // 2 workbench
        library("Governor", ["DuckDB"]),
        library("Health", ["DuckDB", "JSON", "PostgreSQL", "Settings"]),
        library("Ingestion", ["DuckDB", "Hashing", "JSON", "PostgreSQL"]),
        library("Hybrid", ["CPostgreSQL", "DuckDB", "PostgreSQL"]),
        library("Schema", ["Arguments", "Hashing", "JSON", "PostgreSQL"]),
        library(
            "Pipeline", ["DuckDB", "Hashing", "Jinja", "JSON", "YAML"],
            resources: ["site.html", "site.css", "site.js", "lineage.js"].map {
                .embedInCode("Docs/Site/\($0)")
            }),
        library("Endpoints", ["JSON", "PostgreSQL", "Schema", "Settings"]),
        library("Settings", ["Arguments", "Jinja", "YAML"]),
        library(
            "LanguageModels",
            ["DuckDB", "Hashing", "HTTPClient", "JSON", "Settings"]),

        // 3 the product
        library(
            "Memory",
            [
                "DuckDB", "Hashing", "Hybrid", "Inference", "Jinja", "JSON", "LanguageModels",
                "Pipeline", "PostgreSQL", "Schema", "Search", "YAML",
            ],
            exclude: ["SleepProject/README.md"],
            resources: [
                .copy("SleepProject"), .copy("Migrations"), .copy("Recall/Rank/ranker.txt"),
                .copy("Recall/Current/claim_cues.csv"),
            ]),
        library("Wire", ["JSON", "LanguageModels", "Memory"]),

        // 4 faces
        library(
            "DormouseServer",
            ["Endpoints", "Hashing", "HTTPServer", "JSON", "MCP", "Memory", "Wire"]),
        .executableTarget(
            name: "dormouse",
            dependencies: [
                "Arguments", "Calendars", "DormouseServer", "DuckDB", "Endpoints", "HTTPClient",
                "HTTPServer", "Hybrid", "Governor", "Hashing", "Health", "Inference", "Ingestion",
                "Jinja", "JSON", "LanguageModels", "MCP",
                "Memory", "Pipeline", "PostgreSQL", "Schema", "Settings", "Wire", "YAML",
            ],
            swiftSettings: swiftSettings, linkerSettings: linkerSettings),

        tests(of: "Arguments"),
        tests(of: "Calendars", ["DuckDB"]),
        tests(of: "DuckDB"),
        tests(of: "Endpoints", ["JSON", "PostgreSQL", "PostgreSQLTestSupport", "Settings"]),
        tests(of: "Governor", ["DuckDB"]),
        tests(of: "Hashing"),
        tests(of: "Ingestion", ["DuckDB", "PostgreSQL", "PostgreSQLTestSupport"]),
        .target(
            name: "HTTPServerTestSupport", dependencies: ["HTTPServer"],
            path: "Tests/Support/HTTPServerTestSupport", swiftSettings: swiftSettings),
        tests(of: "HTTPServer", ["HTTPServerTestSupport"]),
        tests(of: "Wire", ["JSON", "Memory"]),
        tests(
            of: "DormouseServer",
            [
                "Endpoints", "HTTPServer", "HTTPServerTestSupport", "JSON", "MCP", "Memory",
                "PostgreSQL", "PostgreSQLTestSupport", "Settings",
            ]),
        tests(of: "Inference", fixtures: ["Fixtures"]),
        tests(of: "Jinja", fixtures: ["Fixtures"]),
        tests(of: "JSON"),
        tests(of: "MCP", ["JSON"]),
        .target(
            name: "PostgreSQLTestSupport", dependencies: ["PostgreSQL"],
            path: "Tests/Support/PostgreSQLTestSupport", swiftSettings: swiftSettings),
        .target(
            name: "ModelServerTestSupport", dependencies: ["HTTPClient", "JSON"],
            path: "Tests/Support/ModelServerTestSupport",
            exclude: ["model_server.py", "tls_server.py"],
            swiftSettings: swiftSettings),
        tests(of: "PostgreSQL", ["PostgreSQLTestSupport"]),
        tests(of: "Hybrid", ["DuckDB", "PostgreSQL", "PostgreSQLTestSupport"]),
        tests(of: "Search"),
        tests(of: "YAML"),
        tests(of: "Health", ["DuckDB", "PostgreSQL", "PostgreSQLTestSupport", "Settings"]),
        tests(of: "Schema", ["Hashing", "JSON", "PostgreSQL", "PostgreSQLTestSupport"]),
        tests(of: "Pipeline", ["DuckDB", "Jinja", "JSON", "PostgreSQL", "PostgreSQLTestSupport"]),
        tests(of: "Settings"),
        tests(
            of: "LanguageModels",
            [
                "DuckDB", "Hashing", "HTTPClient", "JSON", "ModelServerTestSupport", "Settings",
            ]),
        tests(
            of: "Memory",
            [
                "DuckDB", "Hashing", "Jinja", "JSON", "LanguageModels",
                "ModelServerTestSupport", "Pipeline", "PostgreSQL", "PostgreSQLTestSupport",
                "Schema", "Search",
            ],
            fixtures: ["Fixtures"]),
        .testTarget(
            name: "FuzzTests", dependencies: ["DuckDB", "Jinja", "Pipeline", "YAML"],
            swiftSettings: swiftSettings, linkerSettings: linkerSettings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "dormouse", "Arguments", "DormouseServer", "JSON", "Memory", "PostgreSQL",
                "PostgreSQLTestSupport",
            ],
            exclude: [
                "Pipeline/compare_artifacts.py", "Program/type_into.py", "Server/mcp_client.py",
            ],
            swiftSettings: swiftSettings,
            linkerSettings: linkerSettings),
    ])
