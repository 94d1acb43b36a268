import Foundation
import JSON
import Memory

/// A command line on its way to the process that holds the home.
struct ForwardedCommand {
    var arguments: [String]
    var directory: String
    var environment: [String: String]

    private var json: JSON {
        [
            "arguments": .array(arguments.map { .string($0) }), "directory": .string(directory),
            "environment": .object(
                JSON.Object(environment.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
        ]
    }

    /// Has it done there, with the standard descriptors of this process.
    ///
    /// - Returns: its exit code.
    func run(at path: String) throws -> Int32 {
        let socket = try LocalSocket.connect(path)
        defer { close(socket) }
        let body = Array(json.text().utf8)
        try PassedDescriptors.send([0, 1, 2], length: body.count, over: socket)
        try Self.write(body, to: socket)
        let answer = try Self.read(4, from: socket)
        guard answer.count == 4 else {
            throw MemoryError(
                .cancelled, "the server of this home went away before the command was done")
        }
        return answer.withUnsafeBytes { Int32(bigEndian: $0.loadUnaligned(as: Int32.self)) }
    }

    /// Takes one in.
    static func receive(over socket: Int32) throws -> (ForwardedCommand, descriptors: [Int32]) {
        let (descriptors, length) = try PassedDescriptors.receive(over: socket)
        do {
            guard length <= 16 << 20 else {
                throw MemoryError(.invalidInput, "a command of \(length) bytes is too long")
            }
            let json = try JSON.parse(try read(length, from: socket))
            let environment = json["environment"]?.object?.entries ?? []
            return (
                ForwardedCommand(
                    arguments: (json["arguments"]?.array ?? []).compactMap(\.string),
                    directory: json["directory"]?.string ?? "/",
                    environment: Dictionary(
                        environment.map { ($0.key, $0.value.string ?? "") },
                        uniquingKeysWith: { $1 })), descriptors
            )
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
    }

    /// Tells whoever handed it over how it ended.
    static func answer(_ code: Int32, over socket: Int32) throws {
        try write(withUnsafeBytes(of: code.bigEndian) { Array($0) }, to: socket)
    }

    private static func write(_ bytes: [UInt8], to socket: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let flags = Int32(MSG_NOSIGNAL)
            #else
                let flags: Int32 = 0
            #endif
            let count = rest.withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, flags)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw LocalSocket.failure("the other side went away") }
            rest = rest.dropFirst(count)
        }
    }

    private static func read(_ count: Int, from socket: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(max(1, count), 1 << 16))
        while bytes.count < count {
            let wanted = min(buffer.count, count - bytes.count)
            let got = recv(socket, &buffer, wanted, 0)
            if got < 0, errno == EINTR { continue }
            if got <= 0 { break }
            bytes += buffer.prefix(got)
        }
        return bytes
    }
}
