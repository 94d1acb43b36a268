extension DormouseServer {
    /// All of REST.
    static func routes(_ app: App) -> [Route] {
        memoryRoutes(app) + listRoutes(app) + markRoutes(app) + recallRoutes(app)
            + derivedRoutes(app) + sleepRoutes(app) + transferRoutes(app) + placeRoutes(app)
    }
}
