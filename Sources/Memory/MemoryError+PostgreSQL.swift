import PostgreSQL

extension MemoryError {
    /// What a failure of the server means to whoever keeps memories, and what to do.
    init(_ error: PostgreSQLError, at place: String) {
        switch error.code {
        case .lockNotAvailable:
            self.init(
                .homeBusy,
                "\(place): somebody else holds a lock that is needed: \(error.description). "
                    + "Nothing was changed. pg_stat_activity says who; try again when they are done"
            )
        case .diskFull:
            self.init(
                .storage,
                "\(place): the server's disk is full. Nothing of this was kept; what was "
                    + "acknowledged before is. Make room on the server and try again")
        case .authorization:
            self.init(.homeUnusable, "\(place) does not let this role in: \(error.description)")
        case .permission:
            self.init(
                .homeUnusable,
                "\(place): this role may not do that: \(error.description). Grant it "
                    + "dormouse_writer or dormouse_owner (docs/postgresql-store.md)")
        case .readOnly:
            self.init(
                .homeUnusable,
                "\(place) takes no changes: it is a standby, or set to be read only. Name its "
                    + "primary in POSTGRES_DB_URL")
        case .cancelled:
            self.init(.cancelled, "stopped on request; what was acknowledged is kept")
        case .corrupted:
            self.init(.damaged, "\(place) is damaged: \(error.description). Restore a backup")
        case _ where error.isConnectionFailure:
            self.init(
                .unreachable,
                "\(place) cannot be reached: \(error.description). What was acknowledged is kept; "
                    + "check the server and POSTGRES_DB_URL, and try again")
        default:
            self.init(.storage, "\(place): \(error.description)")
        }
    }
}
