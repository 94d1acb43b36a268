import Foundation

/// A dbt project beside a home, and the program's `pipeline` command on it.
struct PipelineHome {
    let home: CommandHome

    var project: URL { home.folder.appending(path: "shop") }

    /// A shop: a seed, two layers of models, tests; `files` come on top.
    init(_ files: [String: String] = [:]) throws {
        home = try CommandHome()
        let shop = [
            "dbt_project.yml": """
            name: shop
            version: '1.0'
            profile: shop
            models:
              shop:
                staging:
                  +tags: [stage]
            """,
            "profiles.yml": Self.profiles(
                """
                dev: {type: duckdb, path: shop.duckdb, threads: 2}
                other: {type: duckdb, path: other.duckdb}
                """),
            "seeds/raw_orders.csv": "id,customer,amount\n1,ada,10\n2,bob,20\n3,ada,5\n",
            "models/staging/stg_orders.sql":
                "select id as order_id, customer, amount from {{ ref('raw_orders') }}\n",
            "models/customers.sql": """
            {{ config(materialized='table', tags=['mart']) }}
            select customer, sum(amount) as total
            from {{ ref('stg_orders') }}
            group by 1
            """,
            "models/schema.yml": """
            models:
              - name: customers
                description: All customers.
                columns:
                  - name: customer
                    data_tests: [unique, not_null]
            """,
        ]
        try write(shop.merging(files) { $1 })
    }

    /// `profiles.yml` of the shop with these targets, of which `dev` is taken.
    static func profiles(_ targets: String) -> String {
        let lines = targets.split(separator: "\n", omittingEmptySubsequences: false)
        return "shop:\n  target: dev\n  outputs:\n"
            + lines.map { "    \($0)\n" }.joined()
    }

    func write(_ files: [String: String]) throws {
        for (path, text) in files {
            let url = project.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    /// Runs `dormouse pipeline` with the project's folder named.
    @discardableResult
    func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> CommandHome.Result {
        try home.start(
            CommandHome.program,
            ["pipeline"] + arguments + ["--project-dir", project.path], environment: environment
        ).wait()
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: project.appending(path: path), encoding: .utf8)
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: project.appending(path: path).path)
    }
}
