import Foundation

/// What an error says to a person: for one of the system its reason and file, as
/// `/x/sleep.duckdb: No space left on device`; what Foundation prints of it names classes and keys.
public func plainWords(of error: any Error) -> String {
    let whole = error as NSError
    let below = whole.userInfo[NSUnderlyingErrorKey] as? NSError
    let path = (whole.userInfo[NSFilePathErrorKey] as? String).map { $0 + ": " } ?? ""
    let known = [below, whole].compactMap(\.self)
    if let system = known.first(where: { $0.domain == NSPOSIXErrorDomain }) {
        return path + String(cString: strerror(Int32(clamping: system.code)))
    }
    return whole.domain == NSCocoaErrorDomain
        ? path + whole.localizedDescription : String(describing: error)
}
