extension Parser {
    /// A part of the template between the host's own tags. A macro takes part in the template, the
    /// others print nothing.
    mutating func section(
        _ tag: String, _ kind: Environment.SectionTag, from token: Token
    ) throws(JinjaError) -> [Statement] {
        advance()
        let name = try identifier("the name of the \(tag)")
        switch kind {
        case .macro(let prefix):
            let definition = try macro(named: prefix + name, end: "end" + tag, from: token)
            if depth == 1 { macros.append(definition) }
            return [Statement(.macro(definition), at: token.position)]
        case .template:
            let arguments = try sectionArguments()
            let start = current.end
            let definition = try definition(
                named: name, parameters: [], end: "end" + tag, from: token)
            let end = tokens[..<index].lastIndex { $0.kind == .blockBegin } ?? index
            sections.append(
                Section(
                    tag: tag, name: name, arguments: arguments,
                    source: String(decoding: bytes[start..<tokens[end].offset], as: UTF8.self),
                    line: token.position.line, definition: definition))
            return []
        case .text:
            let start = current.end
            try expect(.blockEnd)
            while !(current.kind == .blockBegin && next.kind == .name("end" + tag)) {
                guard current.kind != .end else {
                    throw failure("the template ends where 'end\(tag)' is expected")
                }
                advance()
            }
            let source = String(decoding: bytes[start..<current.offset], as: UTF8.self)
            advance()
            try closeTag()
            sections.append(
                Section(
                    tag: tag, name: name, arguments: [:], source: source,
                    line: token.position.line, definition: nil))
            return []
        }
    }

    /// `, name=literal` until the end of the tag; a bare name, as in dbt's `, default`, is true.
    private mutating func sectionArguments() throws(JinjaError) -> [String: Value] {
        var arguments: [String: Value] = [:]
        while skip(.comma) {
            let name = try identifier("the name of an argument")
            guard skip(.assign) else {
                arguments[name] = .bool(true)
                continue
            }
            let value = try expression()
            guard let literal = value.literalValue else {
                throw failure("'\(name)' must be a literal here", at: value.position)
            }
            arguments[name] = literal
        }
        return arguments
    }
}
