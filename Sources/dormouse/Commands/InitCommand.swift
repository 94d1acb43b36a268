import Arguments
import Foundation
import JSON
import Memory

enum InitCommand: Command {
    static let spec = CommandSpec(
        "init", abstract: "Make a home, or check the one there is",
        discussion: "Other commands make the home when they first need it; this one only says so.",
        examples: [
            Example("dormouse init", "make ~/.dormouse"),
            Example("dormouse init --home ./memories", "make a home elsewhere"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let existed = invocation.home.exists
        let engine = try invocation.engine()
        let model = Installation.modelDirectory(invocation.environment).flatMap { folder in
            FileManager.default.fileExists(atPath: folder + "/model.onnx") ? folder : nil
        }
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "home": .string(engine.home.directory.path),
                "kept_in": .string(engine.store.place), "created": .bool(!existed),
                "model": model.map { .string($0) } ?? .null,
            ])
        } else {
            if invocation.isOnServer {
                invocation.console.print("memories are kept in \(engine.store.place)")
            } else {
                let path = engine.home.directory.path
                invocation.console.print("\(existed ? "there is a home at" : "made") \(path)")
            }
            if model == nil {
                invocation.console.warn(
                    "there is no embedding model: recall will go by words only. "
                        + "Run scripts/bootstrap, or set DORMOUSE_MODEL_DIR")
            }
        }
        return 0
    }
}
