import Foundation
import Governor
import Hashing
import Memory
import Settings

/// Parts of the program that can be switched on and off: by `DORMOUSE_FEATURE_NAME`, else by
/// `features:` of dormouse.yml, else as they are shipped.
enum Feature: String, CaseIterable {
    /// `sql` runs in a process of its own, as with --isolate.
    case isolation
    /// `ingest`.
    case ingestion
    /// A model that finds no memory is run again in parts.
    case partitionRetry = "partition_retry"
    /// A model that finds no memory goes to the other target of the ladder.
    case externalFallback = "external_fallback"

    var standard: Bool { self != .isolation }

    var variable: String { "DORMOUSE_FEATURE_" + rawValue.uppercased() }
}

/// Whether a feature is on, and who says so.
struct FeatureState: Equatable {
    var feature: Feature
    var isOn: Bool
    /// The share of homes that it is on for; nil where it is on or off for all.
    var share: Double?
    var origin: String
}

extension Invocation {
    /// All features.
    ///
    /// A feature that is on for a share is on in a home or not, always the same: by a hash of its name
    /// and the home's path.
    func features() throws -> [FeatureState] {
        var section = try settings().section("features")
        var states: [FeatureState] = []
        for feature in Feature.allCases {
            let written = try section.string(feature.rawValue)
            var state = FeatureState(
                feature: feature, isOn: feature.standard, share: nil, origin: "shipped so")
            if let text = environment[feature.variable], !text.isEmpty {
                guard let value = Self.value(text) else {
                    throw GovernorError(
                        .badLimit, "\(feature.variable): '\(text)' is not on, off or a share as 25%"
                    )
                }
                set(&state, value, origin: feature.variable)
            } else if let written {
                guard let value = Self.value(written) else {
                    throw section.error(feature.rawValue, "must be on, off or a share as 25%")
                }
                set(&state, value, origin: "dormouse.yml")
            }
            states.append(state)
        }
        try section.finish()
        return states
    }

    func isOn(_ feature: Feature) throws -> Bool {
        try features().first { $0.feature == feature }?.isOn ?? feature.standard
    }

    private func set(_ state: inout FeatureState, _ share: Double, origin: String) {
        state.origin = origin
        state.isOn = share >= 1
        guard share > 0, share < 1 else { return }
        state.share = share
        let digest = SHA256.hexadecimal("\(state.feature.rawValue) \(home.directory.path)")
        let place = Double(UInt32(digest.prefix(8), radix: 16) ?? 0) / 4_294_967_296
        state.isOn = place < share
    }

    /// 0 for off, 1 for on, and what is between.
    private static func value(_ text: String) -> Double? {
        switch text.lowercased() {
        case "on", "true", "yes", "1": return 1
        case "off", "false", "no", "0": return 0
        default:
            guard text.hasSuffix("%"), let percent = Double(text.dropLast()),
                (0...100).contains(percent)
            else { return nil }
            return percent / 100
        }
    }
}
