import CYAML

extension YAML {
    /// Owns a libyaml parser and hands out its events as Swift values.
    final class EventReader {
        enum Event {
            case streamEnd
            case documentStart
            case documentEnd
            case alias(String)
            case scalar(Scalar)
            case sequenceStart(anchor: String?, tag: String?, style: Node.Style)
            case mappingStart(anchor: String?, tag: String?, style: Node.Style)
            case collectionEnd
        }

        struct Scalar {
            var text: String
            var anchor: String?
            var tag: String?
            var style: Node.Style
        }

        let file: String
        private let parser: UnsafeMutablePointer<yaml_parser_t>
        private let input: UnsafeMutableBufferPointer<UInt8>

        init(_ text: String, file: String) {
            self.file = file
            let bytes = Array(text.utf8)
            input = .allocate(capacity: bytes.count)
            _ = input.initialize(from: bytes)
            parser = .allocate(capacity: 1)
            guard yaml_parser_initialize(parser) == 1 else {
                preconditionFailure("libyaml could not allocate a parser")
            }
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, input.baseAddress, input.count)
        }

        deinit {
            yaml_parser_delete(parser)
            parser.deallocate()
            input.deallocate()
        }

        /// The next event with its place. Stream starts and empty events are passed over.
        func next() throws(YAMLError) -> (event: Event, position: Position) {
            while true {
                var raw = yaml_event_t()
                guard yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
                defer { yaml_event_delete(&raw) }
                if let event = event(of: raw) { return (event, position(raw.start_mark)) }
            }
        }

        private func event(of raw: yaml_event_t) -> Event? {
            switch raw.type {
            case YAML_STREAM_END_EVENT: .streamEnd
            case YAML_DOCUMENT_START_EVENT: .documentStart
            case YAML_DOCUMENT_END_EVENT: .documentEnd
            case YAML_ALIAS_EVENT: .alias(string(raw.data.alias.anchor) ?? "")
            case YAML_SCALAR_EVENT: .scalar(scalar(of: raw))
            case YAML_SEQUENCE_START_EVENT:
                .sequenceStart(
                    anchor: string(raw.data.sequence_start.anchor),
                    tag: string(raw.data.sequence_start.tag),
                    style: raw.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                        ? .flow : .block)
            case YAML_MAPPING_START_EVENT:
                .mappingStart(
                    anchor: string(raw.data.mapping_start.anchor),
                    tag: string(raw.data.mapping_start.tag),
                    style: raw.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block)
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .collectionEnd
            default: nil
            }
        }

        private func scalar(of raw: yaml_event_t) -> Scalar {
            let scalar = raw.data.scalar
            // The length counts: a scalar may hold NUL characters ("\0").
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let style: Node.Style =
                switch scalar.style {
                case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
                case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
                case YAML_LITERAL_SCALAR_STYLE: .literal
                case YAML_FOLDED_SCALAR_STYLE: .folded
                default: .plain
                }
            return Scalar(
                text: String(decoding: bytes, as: UTF8.self), anchor: string(scalar.anchor),
                tag: string(scalar.tag), style: style)
        }

        private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
            pointer.map { String(cString: $0) }
        }

        private func position(_ mark: yaml_mark_t) -> Position {
            Position(file: file, line: mark.line + 1, column: mark.column + 1)
        }

        private func failure() -> YAMLError {
            let problem = parser.pointee.problem.map { String(cString: $0) } ?? "unreadable text"
            guard parser.pointee.error != YAML_READER_ERROR else {
                // The reader knows only the byte it stopped at.
                let before = input.prefix(parser.pointee.problem_offset)
                let line = before.count { $0 == UInt8(ascii: "\n") } + 1
                return YAMLError(.syntax, problem, Position(file: file, line: line, column: 1))
            }
            let context = parser.pointee.context.map { " " + String(cString: $0) } ?? ""
            return YAMLError(.syntax, problem + context, position(parser.pointee.problem_mark))
        }
    }
}
