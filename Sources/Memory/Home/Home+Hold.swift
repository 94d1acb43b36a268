import Foundation

extension Home {
    /// Takes the home for this process, or borrows it of the one that has it.
    ///
    /// - Returns: what holds it, as long as it is kept.
    /// - Throws: `homeBusy`, `homeUnusable`.
    public func hold(_ options: EngineOptions) throws(MemoryError) -> any Sendable {
        if let lent = try options.borrow?(lockFile.path) { return lent }
        return try HomeLock(
            path: lockFile.path, holder: options.holder, patience: options.patience,
            socket: options.socket, commands: options.commandSocket, agents: options.agentSocket,
            whileBusy: options.whileBusy)
    }

    /// Keeps everybody from sleeping in this home: what is written meanwhile to what sleep made would
    /// be gone when the next one takes its place.
    ///
    /// - Parameters:
    ///   - patience: how long to wait at least.
    ///   - whileBusy: called again and again meanwhile.
    func holdSleep(
        _ options: EngineOptions, patience: Duration = .zero, whileBusy: (() -> Void)? = nil
    ) throws(MemoryError) -> HomeLock {
        try create()
        return try HomeLock(
            path: sleepLockFile.path, holder: options.holder,
            patience: max(patience, options.patience), whileBusy: { _ in whileBusy?() },
            isBusy: { "\($0) sleeps in this home or erases something" })
    }
}
