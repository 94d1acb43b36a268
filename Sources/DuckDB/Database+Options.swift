extension Database {
    /// How a database is opened. What is nil stays DuckDB's default.
    public struct Options: Sendable {
        public enum AccessMode: String, Sendable {
            /// Read and write where the file allows it.
            case automatic = "automatic"
            case readOnly = "read_only"
            case readWrite = "read_write"
        }

        public var accessMode: AccessMode
        /// What the engine may keep in memory before it spills to the temporary directory. The
        /// process stays some 100–400 MB above it. Default: 80 % of the machine.
        public var memoryLimit: ByteCount?
        /// Worker threads. Default: one a core.
        public var threads: Int?
        /// Where work that does not fit in memory is spilled. Default: beside the file.
        public var temporaryDirectory: String?
        /// In its place, a folder in which the database gets a directory of its own, so that any
        /// number of processes may spill there; see `SpillDirectory`.
        public var spillFolder: String?
        /// How much may be spilled. Default: 90 % of the disk.
        public var maxTemporarySize: ByteCount?
        /// Where extensions are installed and looked for. Default: `~/.duckdb/extensions`.
        public var extensionDirectory: String?
        /// Any other setting of DuckDB, by its name.
        public var settings: [String: String]

        public init(
            accessMode: AccessMode = .automatic, memoryLimit: ByteCount? = nil,
            threads: Int? = nil, temporaryDirectory: String? = nil,
            maxTemporarySize: ByteCount? = nil, extensionDirectory: String? = nil,
            settings: [String: String] = [:]
        ) {
            self.accessMode = accessMode
            self.memoryLimit = memoryLimit
            self.threads = threads
            self.temporaryDirectory = temporaryDirectory
            self.maxTemporarySize = maxTemporarySize
            self.extensionDirectory = extensionDirectory
            self.settings = settings
        }

        /// All that is set, by DuckDB's names; the typed ones win.
        var all: [(name: String, value: String)] {
            var all = settings
            if accessMode != .automatic { all["access_mode"] = accessMode.rawValue }
            all["memory_limit"] = memoryLimit?.description ?? all["memory_limit"]
            all["threads"] = threads.map { String($0) } ?? all["threads"]
            // Nothing is looked up on the network that was not asked for.
            let installs = "autoinstall_known_extensions"
            all[installs] = all[installs] ?? "false"
            all["temp_directory"] = temporaryDirectory ?? all["temp_directory"]
            all["max_temp_directory_size"] =
                maxTemporarySize?.description ?? all["max_temp_directory_size"]
            all["extension_directory"] = extensionDirectory ?? all["extension_directory"]
            return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }
}
