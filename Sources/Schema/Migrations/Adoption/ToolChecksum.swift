import Hashing
import PostgreSQL

/// Whether a file is the one that a tool applied, by the tool's own checksum.
struct ToolChecksum {
    let tool: MigrationTool
    let connection: BlockingConnection

    /// - Returns: nil where the tool keeps no checksum that can be computed here.
    func agrees(_ checksum: String?, _ migration: Migration) throws(PostgreSQLError) -> Bool? {
        guard let checksum else { return nil }
        // A checkout on another system changes line ends; most tools let that pass.
        let source = migration.source
        let unix = source.replacing("\r\n", with: "\n")
        let texts = [source, unix, unix.replacing("\n", with: "\r\n")]
        switch tool {
        case .flyway:
            return ([migration.up.text] + texts).contains {
                String(Self.crc(ofLines: $0)) == checksum
            }
        case .prisma, .drizzle: return texts.contains { SHA256.hexadecimal($0) == checksum }
        case .sqlx:
            for text in texts {
                let digest: String = try connection.query(
                    "SELECT '\\x' || encode(sha384(convert_to(\(text)::text, 'UTF8')), 'hex')"
                ).value()
                if digest == checksum { return true }
            }
            return false
        default: return nil
        }
    }

    /// CRC-32 of the lines without their ends and without a byte order mark, as a signed number.
    static func crc(ofLines text: String) -> Int32 {
        let lines = SourceLines(text)
        var crc: UInt32 = ~0
        for (index, range) in lines.lines.enumerated() {
            var bytes = lines.bytes[range]
            if index == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            for byte in bytes {
                crc ^= UInt32(byte)
                for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
            }
        }
        return Int32(bitPattern: ~crc)
    }
}
