import Foundation

extension Error {
    /// What the system said: "Not a directory". Foundation's own description of an error is often
    /// the name of a domain and a number.
    package var systemReason: String {
        var error = self as NSError
        while true {
            if error.domain == NSPOSIXErrorDomain {
                return String(cString: strerror(Int32(error.code)))
            }
            guard let inner = error.userInfo[NSUnderlyingErrorKey] as? any Error else { break }
            error = inner as NSError
        }
        let text = localizedDescription
        return text.contains("Domain error") ? "the system refused it (\(error.code))" : text
    }
}
