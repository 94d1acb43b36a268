/// How near something is to its limit.
public enum PressureLevel: Int, Sendable, Comparable, CaseIterable, CustomStringConvertible {
    case calm, info, warning, critical, emergency

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String {
        switch self {
        case .calm: "calm"
        case .info: "info"
        case .warning: "warning"
        case .critical: "critical"
        case .emergency: "emergency"
        }
    }
}
