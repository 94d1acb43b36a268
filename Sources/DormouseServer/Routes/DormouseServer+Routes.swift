extension DormouseServer {
    /// All of REST.
    static func routes(_ app: App) -> [Route] {
        memoryRoutes(app) + recallRoutes(app) + sleepRoutes(app) + transferRoutes(app)
            + placeRoutes(app)
    }
}
