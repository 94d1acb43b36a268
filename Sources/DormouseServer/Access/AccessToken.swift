import Foundation
import Hashing
public import JSON
public import Memory

/// Who may come in over TCP: the token itself is not kept, only its hash.
public struct AccessToken: Sendable, Hashable {
    /// Short, and no secret: for lists, logs and revocation.
    public let id: String
    public let name: String
    /// SHA-256 of the token, in hexadecimal. The token has 256 bits of chance, so there is nothing
    /// to guess that a slower hash would protect.
    public let hash: String
    /// The only namespaces it opens; nil: all.
    public let namespaces: [String]?
    public let scopes: Set<Scope>
    public let createdAt: Moment
    public let expiresAt: Moment?

    /// Makes a token.
    ///
    /// - Parameter secret: 32 random bytes.
    /// - Returns: what is kept, and the text to hand over, which is shown once.
    public static func make(
        name: String, namespaces: [String]?, scopes: Set<Scope>, now: Moment, expiresAt: Moment?,
        secret: [UInt8]
    ) -> (token: AccessToken, text: String) {
        let text =
            "dm_"
            + secret.map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        let hash = Self.hash(of: text)
        return (
            AccessToken(
                id: String(hash.prefix(8)), name: name, hash: hash, namespaces: namespaces,
                scopes: scopes, createdAt: now, expiresAt: expiresAt),
            text
        )
    }

    static func hash(of text: String) -> String { SHA256.hexadecimal(text) }

    public func isExpired(at now: Moment) -> Bool { expiresAt.map { now >= $0 } ?? false }

    /// Namespaces are compared by their bytes, as the store does.
    public func opens(namespace: String) -> Bool {
        namespaces.map { $0.contains { $0.utf8.elementsEqual(namespace.utf8) } } ?? true
    }

    /// For lists: everything but the hash.
    public var json: JSON {
        var object: JSON.Object = ["id": .string(id), "name": .string(name)]
        object["namespaces"] = namespaces.map { JSON($0) } ?? .null
        object["scopes"] = JSON(scopes.sorted().map(\.rawValue))
        object["created_at"] = .string(createdAt.description)
        object["expires_at"] = JSON(expiresAt?.description)
        return .object(object)
    }
}

extension AccessToken {
    /// As it is kept.
    var storedJSON: JSON {
        var object = json.object ?? [:]
        object["hash"] = .string(hash)
        return .object(object)
    }

    init?(stored json: JSON) {
        let parser = MomentParser(now: .earliest, zone: .gmt)
        guard let id = json["id"]?.string, let name = json["name"]?.string,
            let hash = json["hash"]?.string, hash.utf8.count == 64,
            let created = json["created_at"]?.string.flatMap(parser.parse),
            let scopes = json["scopes"]?.array?.compactMap({ $0.string.flatMap(Scope.init) }),
            let expiry = json["expires_at"], let namespaces = json["namespaces"]
        else { return nil }
        // What cannot be read must not make a token last longer or open more.
        if !expiry.isNull, expiry.string.flatMap(parser.parse) == nil { return nil }
        if !namespaces.isNull, namespaces.array?.allSatisfy({ $0.string != nil }) != true {
            return nil
        }
        self.init(
            id: id, name: name, hash: hash,
            namespaces: namespaces.array?.compactMap(\.string), scopes: Set(scopes),
            createdAt: created, expiresAt: expiry.string.flatMap(parser.parse))
    }
}
