/// Knows on which databases this thread is inside a Swift function called by the engine.
enum FunctionCall {
    // A task-local value serves plain threads too: it is bound for the extent of a closure.
    @TaskLocal private static var databases: Set<ObjectIdentifier> = []

    static func isRunning(on database: Database) -> Bool {
        databases.contains(ObjectIdentifier(database))
    }

    static func run(on database: ObjectIdentifier, _ body: () -> Void) {
        $databases.withValue(databases.union([database]), operation: body)
    }
}
