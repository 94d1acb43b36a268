import Dispatch
import Foundation
import Testing

@testable import Inference

@Suite(.serialized) struct PreparedModelTests {
    @Test func aPreparedModelGivesTheSameBits() throws {
        try withModel { directory in
            try EmbeddingModel.prepare(directory: directory)
            let copy = try #require(PreparedModel(of: directory + "/model.onnx"))
            #expect(copy.isThere)
            let texts = Array(Reference.all.map(\.text).prefix(30))
            let expected = try EmbeddingModel(directory: directory).embed(texts)
            try FileManager.default.removeItem(atPath: copy.directory)
            #expect(try EmbeddingModel(directory: directory).embed(texts) == expected)
        }
    }

    @Test func preparingTwiceAndAtOnceLeavesOneCopy() throws {
        try withModel { directory in
            DispatchQueue.concurrentPerform(iterations: 2) { _ in
                #expect(throws: Never.self) { try EmbeddingModel.prepare(directory: directory) }
            }
            try EmbeddingModel.prepare(directory: directory)
            #expect(try copies(in: directory).count == 1)
        }
    }

    @Test func aCopyOfAnotherModelIsNotUsedAndReplaced() throws {
        try withModel { directory in
            try EmbeddingModel.prepare(directory: directory)
            let before = try copies(in: directory)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
                ofItemAtPath: directory + "/model.onnx")
            #expect(PreparedModel(of: directory + "/model.onnx")?.isThere == false)
            try EmbeddingModel.prepare(directory: directory)
            let after = try copies(in: directory)
            #expect(after.count == 1 && after != before)
        }
    }

    @Test(arguments: ["weights.bin", "model.onnx"])
    func aDamagedCopyIsAsGoodAsNone(file: String) throws {
        try withModel { directory in
            try EmbeddingModel.prepare(directory: directory)
            let copy = try #require(PreparedModel(of: directory + "/model.onnx"))
            let handle = try FileHandle(
                forWritingTo: URL(filePath: copy.directory).appending(path: file))
            try handle.truncate(atOffset: 20_000)
            try handle.close()
            let model = try EmbeddingModel(directory: directory)
            #expect(try model.embed("hello") == Bootstrapped.model().embed("hello"))
        }
    }

    @Test func whereNothingCanBeWrittenTheErrorSaysSo() {
        // A file that exists in a directory that nobody can write to, root included.
        let error = #expect(throws: InferenceError.self) {
            try PreparedModel.write(of: "/proc/self/status")
        }
        #expect(error?.code == .notWritten)
        #expect(error?.message.contains("works without") == true)
    }

    @Test func aFailedPreparationLeavesNothingBehind() throws {
        try withDirectory(["model.onnx": Data("not a model".utf8)]) { directory in
            let error = #expect(throws: InferenceError.self) {
                try EmbeddingModel.prepare(directory: directory)
            }
            #expect(error?.code == .runtime)
            let left = try copies(in: directory)
            #expect(left.isEmpty)
        }
    }

    @Test func preparingWithoutAModelSaysWhatToDo() {
        let error = #expect(throws: InferenceError.self) {
            try EmbeddingModel.prepare(directory: "/nowhere")
        }
        #expect(error?.code == .modelMissing)
    }

    private func copies(in directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasPrefix("prepared-") }
    }

    private func withModel(_ body: (String) throws -> Void) throws {
        let source = URL(filePath: Bootstrapped.directory)
        try withDirectory([:]) { directory in
            for name in ["model.onnx", "vocab.txt"] {
                try FileManager.default.copyItem(
                    atPath: source.appending(path: name).path, toPath: directory + "/" + name)
            }
            try body(directory)
        }
    }
}
