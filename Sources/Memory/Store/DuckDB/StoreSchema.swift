/// The tables of a store in a DuckDB file. It is always attached as `source_memories`, so that the
/// sleep project and everybody else name it the same way, whatever keeps the memories.
enum StoreSchema {
    static let alias = "source_memories"
    /// Raised when the tables change; a store of a higher version is refused.
    static let version = 1

    /// The tables of what was told, in a database or schema.
    static func told(in place: String) -> String {
        """
        CREATE TABLE IF NOT EXISTS \(place).memory (
            id UUID PRIMARY KEY,
            namespace VARCHAR NOT NULL,
            content VARCHAR NOT NULL,
            content_hash VARCHAR NOT NULL,
            role VARCHAR,
            speaker VARCHAR,
            session_id VARCHAR,
            context VARCHAR,
            tags VARCHAR[] NOT NULL,
            metadata JSON,
            occurred_at TIMESTAMPTZ NOT NULL,
            recorded_at TIMESTAMPTZ NOT NULL,
            parent_id UUID,
            chunk_index INTEGER,
            time_source VARCHAR NOT NULL
        );
        CREATE TABLE IF NOT EXISTS \(place).embedding (
            memory_id UUID NOT NULL,
            model VARCHAR NOT NULL,
            vector FLOAT[] NOT NULL
        );
        CREATE TABLE IF NOT EXISTS \(place).access (
            recall_id UUID NOT NULL,
            namespace VARCHAR NOT NULL,
            memory_id UUID NOT NULL,
            rank INTEGER NOT NULL,
            accessed_at TIMESTAMPTZ NOT NULL
        );
        """
    }

    /// The vectors of a long memory's second passage and of those that follow; the first one's is
    /// in `embedding`.
    static let passages = """
        CREATE TABLE IF NOT EXISTS source_memories.passage (
            memory_id UUID NOT NULL,
            model VARCHAR NOT NULL,
            number INTEGER NOT NULL,
            vector FLOAT[] NOT NULL
        );
        """

    static let statements =
        told(in: alias) + "\n" + passages + "\n" + """
            CREATE TABLE IF NOT EXISTS source_memories.erasure (
                receipt_id UUID NOT NULL,
                namespace VARCHAR NOT NULL,
                memory_id UUID NOT NULL,
                erased_at TIMESTAMPTZ NOT NULL,
                digest VARCHAR NOT NULL
            );
            CREATE TABLE IF NOT EXISTS source_memories.store (version INTEGER NOT NULL);
            """
}
