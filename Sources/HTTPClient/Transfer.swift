internal import CCurl
import Foundation

/// One request on its way: owns libcurl's handle and what has come so far. Used on the loop's
/// thread only.
final class Transfer {
    let easy: OpaquePointer
    let completion: @Sendable (Result<HTTPResponse, HTTPError>) -> Void
    let host: String
    private let authorities: String?
    private let limit: Int
    // libcurl reads the body and the headers where they lie, as long as the handle lives.
    private let body: UnsafeMutableBufferPointer<UInt8>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var answer: [UInt8] = []
    private var headers: [(name: String, value: String)] = []
    private var isTooLarge = false

    init(
        _ request: HTTPRequest,
        completion: @escaping @Sendable (Result<HTTPResponse, HTTPError>) -> Void
    ) throws(HTTPError) {
        let place = try HostName(url: request.url)
        for (name, value) in request.headers
        where (name + value).utf8.contains(where: { [0, 10, 13].contains($0) }) {
            // The rest of it would be a header of its own.
            throw HTTPError(.badURL, "a header for \(place.name) holds a line break")
        }
        guard let easy = curl_easy_init() else {
            throw HTTPError(.other, "libcurl gave no handle: out of memory")
        }
        self.easy = OpaquePointer(easy)
        self.completion = completion
        host = place.name
        authorities = request.certificateAuthorities
        limit = request.maximumAnswerBytes
        body = .allocate(capacity: request.body.count)
        _ = body.initialize(from: request.body)
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // A redirect could lead to a host that nobody allowed: it is an answer like any other.
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.milliseconds)
        set(CURLOPT_TIMEOUT_MS, request.timeout.milliseconds)
        if place.isLoopback { set(CURLOPT_PROXY, "") }
        if let authorities { set(CURLOPT_CAINFO, authorities) }
        if request.method == .post {
            set(CURLOPT_POST, 1)
            ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, body.baseAddress ?? self.emptyBody)
            set(CURLOPT_POSTFIELDSIZE, body.count)
        }
        // Without this libcurl asks for leave to send a large body, and waits a second for it.
        headerList = curl_slist_append(headerList, "Expect:")
        for (name, value) in request.headers {
            headerList = curl_slist_append(headerList, "\(name): \(value)")
        }
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        ccurl_set_write(easy, CURLOPT_WRITEFUNCTION, receiveBody)
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        ccurl_set_write(easy, CURLOPT_HEADERFUNCTION, receiveHeader)
    }

    deinit {
        curl_easy_cleanup(UnsafeMutableRawPointer(easy))
        curl_slist_free_all(headerList)
        body.deallocate()
    }

    /// The outcome once libcurl is done with the handle.
    func finish(_ code: CURLcode) {
        if isTooLarge {
            completion(.failure(HTTPError(.tooLarge, HTTPError.words(.tooLarge, host))))
        } else if code == CURLE_OK {
            var status = 0
            ccurl_get_long(UnsafeMutableRawPointer(easy), CURLINFO_RESPONSE_CODE, &status)
            completion(.success(HTTPResponse(status: status, headers: headers, body: answer)))
        } else if code == CURLE_SSL_CACERT_BADFILE, let authorities {
            completion(
                .failure(
                    HTTPError(
                        .notTrusted, "\(authorities) holds no certificates that can be read")))
        } else {
            completion(.failure(HTTPError(code, host: host)))
        }
    }

    func cancel() {
        completion(.failure(HTTPError(.cancelled, HTTPError.words(.cancelled, host))))
    }

    fileprivate func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard answer.count + bytes.count <= limit else {
            isTooLarge = true
            return false
        }
        answer.append(contentsOf: bytes)
        return true
    }

    fileprivate func receive(header bytes: UnsafeRawBufferPointer) -> Bool {
        let line = String(decoding: bytes, as: UTF8.self)
        // An interim answer (100) starts anew with the next one.
        if line.hasPrefix("HTTP/") { headers.removeAll() }
        guard headers.count < 200, let colon = line.firstIndex(of: ":") else { return true }
        let value = line[line.index(after: colon)...].trimmingCharacters(
            in: .whitespacesAndNewlines)
        headers.append((line[..<colon].lowercased(), value))
        return true
    }

    private func set(_ option: CURLoption, _ value: Int) {
        ccurl_set_long(UnsafeMutableRawPointer(easy), option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        ccurl_set_text(UnsafeMutableRawPointer(easy), option, value)
    }

    /// Any address: nothing is read from it.
    private var emptyBody: UnsafeMutablePointer<UInt8> { UnsafeMutablePointer(bitPattern: 8)! }
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.receive(buffer) ? size * count : 0
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.receive(header: buffer) ? size * count : 0
}

extension Duration {
    /// In whole milliseconds, at least one: libcurl takes zero for "for ever".
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
