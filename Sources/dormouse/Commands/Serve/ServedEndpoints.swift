import DormouseServer
import Endpoints
import Foundation

extension Invocation {
    /// How long a database that is not there yet is waited for.
    private static let databasePatience = Duration.seconds(120)

    /// The endpoints of `dormouse.yml`, each found good by the database; nil where none is declared.
    ///
    /// A database that starts beside this program is waited for, with growing pauses.
    func servedEndpoints() throws -> ServedEndpoints? {
        guard let database = try endpoints() else { return nil }
        let console = console
        let columns = try waiting {
            let deadline = ContinuousClock.now + Self.databasePatience
            var pause = Duration.milliseconds(250)
            var isTold = false
            while true {
                do { return try await database.check() } catch let error as EndpointError
                    where error.code == .unavailable && ContinuousClock.now < deadline
                {
                    if !isTold { console.warn("\(error.message); waiting for it") }
                    isTold = true
                    try await Task.sleep(for: pause)
                    pause = min(pause * 2, .seconds(5))
                }
            }
        }
        return ServedEndpoints(database, columns: columns)
    }
}
