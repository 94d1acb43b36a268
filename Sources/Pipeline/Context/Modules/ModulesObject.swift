internal import Foundation
internal import Jinja

/// `modules`: the parts of Python's modules that dbt gives to templates.
final class ModulesObject: JinjaObject {
    let typeName = "modules"
    private let startedAt: Date

    init(startedAt: Date) { self.startedAt = startedAt }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "datetime": .object(DateTimeModule(startedAt: startedAt))
        case "pytz": TimeZoneObject.module
        case "re": .object(RegexModule())
        case "itertools": .object(IterationModule())
        default: nil
        }
    }
}
