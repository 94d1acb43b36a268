import HTTPClient
import JSON
import Testing

@testable import LanguageModels

/// Errors that come with status 200, told as what they are.
@Suite struct RefusalTests {
    private func error(_ body: String) throws -> ModelError? {
        let body = Array(body.utf8)
        let json = try JSON.parse(body)
        guard Refusal.error(in: json) != nil else { return nil }
        let refusal = Refusal(
            answer: HTTPResponse(status: 200, headers: [], body: body),
            status: Refusal.status(in: json) ?? 500,
            server: try ModelServer(kind: .openai, url: "http://models.test/v1"), model: "m",
            texts: ["tell me a story"])
        return refusal.error(commandToFetch: nil)
    }

    @Test(arguments: [
        (#"{"error": {"message": "no GPU"}}"#, ModelError.Code.serverFailed),
        (#"{"error": "no GPU"}"#, .serverFailed),
        (#"{"errors": [{"message": "no GPU"}]}"#, .serverFailed),
        (#"{"error": {"message": "no GPU", "type": "server_error"}}"#, .serverFailed),
        (#"{"error": {"message": "no GPU", "code": 429}}"#, .rateLimited),
        (#"{"error": {"message": "no GPU", "code": "429"}}"#, .rateLimited),
        (#"{"error": {"message": "no GPU", "type": "insufficient_quota"}}"#, .rateLimited),
        (#"{"error": {"message": "no GPU", "code": "model_not_found"}}"#, .modelMissing),
        (#"{"error": {"message": "no GPU", "code": "context_length_exceeded"}}"#, .refused),
        (
            #"{"object": "error", "message": "no GPU", "type": "BadRequestError", "code": 400}"#,
            .refused
        ),
        (
            #"{"type": "error", "error": {"type": "overloaded_error", "message": "no GPU"}}"#,
            .serverFailed
        ),
    ])
    func whatTheBodySaysIsTold(_ body: String, _ code: ModelError.Code) throws {
        let error = try #require(try error(body))
        #expect(error.code == code)
        #expect(error.message.contains("no GPU"))
        #expect(error.message.contains("in an answer with status 200") || code == .modelMissing)
        #expect(!error.message.contains("500"))
    }

    @Test func aKeyThatIsWrongIsSaidToBe() throws {
        let error = try error(#"{"error": {"message": "sk-1234", "code": "invalid_api_key"}}"#)
        #expect(error?.code == .unauthorized)
        #expect(error?.message.contains("sk-1234") == false)
    }

    @Test(arguments: [
        #"{"choices": []}"#, #"{"error": null}"#, #"{"error": false}"#, #"{"error": ""}"#,
        #"{"errors": []}"#, #"{"object": "list", "data": []}"#,
    ])
    func anAnswerIsNoError(_ body: String) throws { #expect(try error(body) == nil) }
}
