extension Builtins {
    static let typeTests: [String: Callable.Body] = [
        "defined": { (a) throws(JinjaError) in .bool(!a.subject.isUndefined) },
        "undefined": { (a) throws(JinjaError) in .bool(a.subject.isUndefined) },
        "none": { (a) throws(JinjaError) in .bool(a.subject.isNone) },
        "boolean": { (a) throws(JinjaError) in .bool(a.subject.bool != nil) },
        "true": { (a) throws(JinjaError) in .bool(a.subject.bool == true) },
        "false": { (a) throws(JinjaError) in .bool(a.subject.bool == false) },
        "integer": { (a) throws(JinjaError) in
            .bool(a.subject.bool == nil && a.subject.whole != nil)
        },
        "float": { (a) throws(JinjaError) in
            if case .double = a.subject { .bool(true) } else { .bool(false) }
        },
        "number": { (a) throws(JinjaError) in .bool(a.subject.numeric != nil) },
        "string": { (a) throws(JinjaError) in .bool(a.subject.string != nil) },
        "mapping": { (a) throws(JinjaError) in
            .bool(a.subject.dict != nil || a.subject.object?.isMapping == true)
        },
        "sequence": { (a) throws(JinjaError) in
            switch a.subject {
            case .string, .list, .tuple, .dict, .undefined: .bool(true)
            case .object(let object): .bool(try object.count() != nil)
            default: .bool(false)
            }
        },
        "iterable": { (a) throws(JinjaError) in
            switch a.subject {
            case .string, .list, .tuple, .dict, .undefined: .bool(true)
            case .object(let object): .bool(try object.elements() != nil)
            default: .bool(false)
            }
        },
        "callable": { (a) throws(JinjaError) in
            // Python's undefined value has a `__call__`, which raises.
            .bool(a.subject.isCallable || a.subject.isUndefined)
        },
        "escaped": { (_) throws(JinjaError) in .bool(false) },
        "filter": { (a) throws(JinjaError) in
            .bool(a.rendering?.environment.filters[try a.subjectText()] != nil)
        },
        "test": { (a) throws(JinjaError) in
            .bool(a.rendering?.environment.tests[try a.subjectText()] != nil)
        },
        "lower": { (a) throws(JinjaError) in
            .bool(PythonString.isCased(try a.subjectText(), upper: false))
        },
        "upper": { (a) throws(JinjaError) in
            .bool(PythonString.isCased(try a.subjectText(), upper: true))
        },
    ]
}
