internal import CCurl
import Foundation

/// The host that a URL names.
public struct HostName: Sendable, Hashable {
    /// In lower case, an IPv6 address without its brackets.
    public let name: String
    /// Whether the URL asks for https.
    public let isEncrypted: Bool

    /// Read by libcurl's own parser, so that what is checked is what is asked.
    ///
    /// - Throws: `badURL`, also for a URL with a user name or password in it: those would be shown
    ///   wherever the URL is.
    public init(url: String) throws(HTTPError) {
        let parsed = curl_url()
        defer { curl_url_cleanup(parsed) }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parsed, part, &text, 0) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard !url.utf8.contains(0), curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = part(CURLUPART_SCHEME), scheme == "http" || scheme == "https",
            let host = part(CURLUPART_HOST), !host.isEmpty
        else { throw HTTPError(.badURL, HTTPError.words(.badURL, "")) }
        guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil else {
            throw HTTPError(.badURL, "a URL must hold no user name and no password")
        }
        name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
        isEncrypted = scheme == "https"
    }

    /// Whether it is this machine: `localhost`, 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        if name == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
