internal import Jinja

/// The kind that dbt gives to a column of a table by what all its values are.
enum QueryColumn: String, Sendable {
    case integer = "Integer"
    case number = "Number"
    case date = "Date"
    case dateTime = "DateTime"
    case boolean = "Boolean"
    case text = "Text"

    /// The kind of a column; one of nothing but NULL is of integers.
    init(_ cells: some Sequence<QueryCell>) {
        var kinds: Set<QueryColumn> = []
        for cell in cells {
            switch cell {
            case .none: continue
            case .bool: kinds.insert(.boolean)
            case .whole: kinds.insert(.integer)
            case .number: kinds.insert(.number)
            case .date: kinds.insert(.date)
            case .moment: kinds.insert(.dateTime)
            case .string, .other:
                self = .text
                return
            }
        }
        // Of a UNION, values of one column are of several kinds.
        switch kinds {
        case []: self = .integer
        case _ where kinds.count == 1: self = kinds.first ?? .integer
        case [.integer, .number]: self = .number
        case [.date, .dateTime]: self = .dateTime
        default: self = .text
        }
    }

    /// The kind of a column whose values templates already hold.
    init(values: some Sequence<Value>) {
        self.init(
            values.map { value -> QueryCell in
                switch value {
                case .none, .undefined: return .none
                case .bool(let flag): return .bool(flag)
                case .object(let object as DateObject): return .date(object.civil)
                case .object(let object as DateTimeObject): return .moment(object)
                case .object(let object as DecimalObject): return .number(object.value)
                case .double(let number): return .number(PythonDecimal(exactly: number))
                default: return value.whole.map { .whole($0) } ?? .string("")
                }
            })
    }

    /// A value as the column has it.
    func cast(_ cell: QueryCell) -> Value {
        switch (cell, self) {
        case (.none, _): .none
        case (.string(let text), _), (.other(let text), _): .string(text)
        case (.whole(let number), .number): .object(DecimalObject(PythonDecimal(number)))
        case (.date(let day), .dateTime): .object(DateTimeObject(day))
        case (_, .text): .string(cell.value.pythonText)
        default: cell.value
        }
    }
}

extension QueryCell {
    /// The value by itself.
    fileprivate var value: Value {
        switch self {
        case .none: .none
        case .bool(let flag): .bool(flag)
        case .whole(let number): Value(number)
        case .number(let number): .object(DecimalObject(number))
        case .date(let day): .object(DateObject(day))
        case .moment(let moment): .object(moment)
        case .string(let text), .other(let text): .string(text)
        }
    }
}
