extension Environment {
    /// What a tag that is not Jinja's own stands for; see ``Options/sectionTags``.
    public enum SectionTag: Sendable, Hashable {
        /// `{% test unique(model) %}…{% endtest %}` is a macro, named with the prefix: with
        /// `test_`, it is the macro `test_unique`.
        case macro(prefix: String)
        /// `{% snapshot orders %}…{% endsnapshot %}`: a named part of the file, whose body is a
        /// template of its own. It prints nothing where it stands; see ``Template/sections``.
        case template
        /// `{% docs orders %}…{% enddocs %}`: a named text that is not looked into.
        case text
    }
}

/// A part of a template between a host's own tags, such as `{% snapshot orders %}`.
public struct Section: Sendable {
    /// The tag that opens it.
    public let tag: String
    /// Its name.
    public let name: String
    /// The named arguments after the name, such as `adapter='duckdb'`; literals only.
    public let arguments: [String: Value]
    /// The text between the tags.
    public let source: String
    /// The line of the opening tag, from 1.
    public let line: Int
    /// The body as a macro; `nil` for sections of text.
    let definition: MacroDefinition?
}
