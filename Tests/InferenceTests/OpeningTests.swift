import Foundation
import Testing

@testable import Inference

struct OpeningTests {
    @Test func aMissingModelSaysWhatToDo() {
        let error = #expect(throws: InferenceError.self) {
            try EmbeddingModel(directory: "/nowhere")
        }
        #expect(error?.code == .modelMissing)
        #expect(error?.message.contains("/nowhere/model.onnx") == true)
        #expect(error?.message.contains("scripts/bootstrap") == true)
    }

    @Test func aMissingVocabularyIsNamed() throws {
        try withDirectory(["model.onnx": Data()]) { directory in
            let error = #expect(throws: InferenceError.self) {
                try EmbeddingModel(directory: directory)
            }
            #expect(error?.code == .vocabularyMissing)
        }
    }

    @Test(arguments: [Data(), Data("not a model".utf8), Data(repeating: 0xFF, count: 100_000)])
    func aFileThatIsNoModelIsRefused(content: Data) throws {
        let vocabulary = URL(filePath: Bootstrapped.directory).appending(path: "vocab.txt")
        let files = ["model.onnx": content, "vocab.txt": try Data(contentsOf: vocabulary)]
        try withDirectory(files) { directory in
            let error = #expect(throws: InferenceError.self) {
                try EmbeddingModel(directory: directory)
            }
            #expect(error?.code == .runtime)
            #expect(error?.message.contains("\(directory)/model.onnx") == true)
        }
    }

    @Test func aCutModelIsRefused() throws {
        let source = URL(filePath: Bootstrapped.directory)
        let files = [
            "model.onnx": try Data(contentsOf: source.appending(path: "model.onnx")).prefix(
                5_000_000),
            "vocab.txt": try Data(contentsOf: source.appending(path: "vocab.txt")),
        ]
        try withDirectory(files) { directory in
            let error = #expect(throws: InferenceError.self) {
                try EmbeddingModel(directory: directory)
            }
            #expect(error?.code == .runtime)
        }
    }

    @Test func optionsAreMovedToWhatMakesSense() {
        let options = EmbeddingModel.Options(threads: -3, maximumTokens: 100_000)
        #expect(options.threads == 1)
        #expect(options.maximumTokens == 512)
        #expect(EmbeddingModel.Options().maximumTokens == 256)
        #expect((1...8).contains(EmbeddingModel.Options().threads))
    }

    @Test func nothingIsReportedToAnybody() throws {
        _ = try Bootstrapped.model()
        let value = try #require(getenv("ORT_DISABLE_TELEMETRY"))
        #expect(String(cString: value) == "1")
    }
}
