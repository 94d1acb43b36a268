import Jinja
import Testing

/// What a template gives: a text, or an error.
private func outcome(of test: Corpus.Case) -> (text: String?, problem: String) {
    var options = Environment.Options()
    options.trimBlocks = test.options?.trim ?? false
    options.lstripBlocks = test.options?.lstrip ?? false
    options.keepTrailingNewline = test.options?.keep ?? false
    options.undefined = test.options?.strict == true ? .strict : .lenient
    var environment = Environment(options: options)
    environment.loader = Environment.loader(of: test.templates ?? [:])
    do {
        return (
            try environment.template(test.template, name: test.name)
                .render(Corpus.shared.variables), ""
        )
    } catch {
        return (nil, error.description)
    }
}

@Test func everyTemplateOfTheCorpusGivesWhatPythonGives() {
    var different: [String] = []
    for test in Corpus.shared.cases {
        let (text, problem) = outcome(of: test)
        // Strings are compared by code point: "é" in two code points is another text.
        let isSame = text.map { Array($0.utf8) } == test.output.map { Array($0.utf8) }
        guard !isSame else { continue }
        different.append(
            "\(test.name): \(test.template.debugDescription) "
                + "\(test.options.map { "\($0)" } ?? "")\n    Python: "
                + "\(test.output?.debugDescription ?? test.error ?? "")\n    here:   "
                + "\(text?.debugDescription ?? problem)")
    }
    #expect(
        different.isEmpty,
        "\(different.count) of \(Corpus.shared.cases.count):\n\(different.joined(separator: "\n"))")
}
