import DuckDB
import Foundation
import Governor

/// A folder of its own for a test's state; it goes with it.
final class GovernorFolder: Sendable {
    let url: URL

    init() {
        url = FileManager.default.temporaryDirectory
            .appending(path: "dormouse-governor-\(UUID().uuidString)")
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var state: StateDirectory { StateDirectory(url) }

    func limits(statements: Int = 2) throws -> GovernorLimits {
        var request = LimitRequest()
        request.memory = .mebibytes(200)
        request.threads = 4
        request.statements = statements
        return try GovernorLimits(
            requests: [(.settings, request)],
            machine: MachineReading(physicalMemory: .gibibytes(16), processors: 4),
            standardDirectory: url.path, disk: { _ in SpillPlace(free: .gibibytes(10)) })
    }

    /// Waits until something holds; it does in the end, however busy the machine is.
    static func wait(_ holds: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<6000 {
            if try holds() { return true }
            usleep(20_000)
        }
        return false
    }
}
