import Foundation

extension Home {
    /// Takes the home for this process, or borrows it of the one that has it.
    ///
    /// - Returns: what holds it, as long as it is kept.
    /// - Throws: `homeBusy`, `homeUnusable`.
    public func hold(_ options: EngineOptions) throws(MemoryError) -> any Sendable {
        if let lent = try options.borrow?(lockFile.path) { return lent }
        // A sleep has the files for as long as it takes to copy what is new.
        let holder = HomeLock.holder(of: lockFile.path)?.name ?? ""
        let patience =
            holder.hasPrefix("dormouse sleep") ? options.patienceWithSleep : options.patience
        return try HomeLock(
            path: lockFile.path, holder: options.holder, patience: max(patience, options.patience),
            socket: options.socket, commands: options.commandSocket, agents: options.agentSocket,
            whileBusy: options.whileBusy)
    }

    /// What keeps everybody from sleeping in a home, as long as it is kept.
    struct SleepHold: Sendable {
        fileprivate let lock: HomeLock
        fileprivate let wish: SleepWish?
    }

    /// Keeps everybody from sleeping in this home: what is written meanwhile to what sleep made would
    /// be gone when the next one takes its place.
    ///
    /// - Parameters:
    ///   - patience: how long to wait for who sleeps.
    ///   - asksToGiveWay: whether who sleeps is to stop for this, and to go on afterwards.
    ///   - whileBusy: called again and again meanwhile.
    func holdSleep(
        _ options: EngineOptions, patience: Duration, asksToGiveWay: Bool,
        whileBusy: (() throws(MemoryError) -> Void)? = nil
    ) throws(MemoryError) -> SleepHold {
        try create()
        let wish = asksToGiveWay ? SleepWish(self) : nil
        let lock = try HomeLock(
            path: sleepLockFile.path, holder: options.holder, patience: patience,
            whileBusy: { (_) throws(MemoryError) in try whileBusy?() },
            isBusy: { "\($0) sleeps in this home or erases something" })
        return SleepHold(lock: lock, wish: wish)
    }
}
