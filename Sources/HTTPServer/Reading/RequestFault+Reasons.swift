extension RequestFault {
    static let lineTooLong = RequestFault(414, "the request line is too long")
    static let headerTooLarge = RequestFault(431, "the header fields are too large")
    static let bareLineFeed = RequestFault(400, "a line must end with CR LF")
    static let badLine = RequestFault(
        400, "the request line must be a method, a target and a version, one space apart")
    static let badTarget = RequestFault(400, "the target of the request is not well-formed")
    static let badField = RequestFault(400, "a header field is not well-formed")
    static let foldedField = RequestFault(400, "a header field must not continue on a second line")
    static let badLength = RequestFault(400, "Content-Length must be one whole number")
    static let twoLengths = RequestFault(
        400, "a request has either Content-Length or Transfer-Encoding, and that once")
    static let unknownCoding = RequestFault(501, "the only transfer coding is chunked")
    static let badHost = RequestFault(400, "a request needs exactly one well-formed Host")
    static let badChunk = RequestFault(400, "a chunk of the body is not well-formed")
    static let bodyTooLarge = RequestFault(413, "the body is too large")
    static let wrongVersion = RequestFault(505, "the versions are HTTP/1.1 and HTTP/1.0")
    static let unknownExpectation = RequestFault(417, "the only expectation is 100-continue")
    static let cut = RequestFault(400, "the request ends in the middle")
    static let tooSlow = RequestFault(408, "the request arrives too slowly")
    static let handlerTooSlow = RequestFault(
        503, "no answer was found in time. It may be found at another try")
}
