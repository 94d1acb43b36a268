import JSON
import Testing

@testable import Pipeline

/// What an artifact shows of variables.
@Suite struct SecretNamesTests {
    @Test(arguments: [
        ("db_password", true), ("pgPassword", true), ("apiKey", true), ("ACCESSTOKEN", true),
        ("db_pass", true), ("clientSecret", true), ("unique_key", false), ("start", false),
        ("max_tokens", false), ("compass", false),
    ])
    func aNameTells(_ name: String, _ isSecret: Bool) {
        #expect(SecretNames.isSecret(name) == isSecret)
    }

    @Test func whatAVariableOfTheEnvironmentGaveIsMaskedWhereverItStands() {
        let secrets = SecretNames.values(in: [
            "PGPASSWORD": "hunter2", "EDITOR": "nano", "PIN": "1",
        ])
        #expect(secrets == ["hunter2"])
        let value: JSON = [
            "url": "postgres://me:other@db/x", "note": "say hunter2 twice: hunter2",
            "list": ["hunter2", "plain"], "dsn": "host=db password='it is' user=me",
        ]
        let masked: JSON = [
            "url": "postgres://me:********@db/x", "note": "say ******** twice: ********",
            "list": ["********", "plain"], "dsn": "host=db password=******** user=me",
        ]
        #expect(SecretNames.masked(value, named: "x", secrets: secrets) == masked)
    }
}
