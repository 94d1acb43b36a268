import DuckDB
import Testing

@testable import Governor

private let desk = MachineReading(physicalMemory: .gibibytes(16), processors: 8)
private let pi = MachineReading(physicalMemory: .gibibytes(2), processors: 4)
private let pod = MachineReading(
    physicalMemory: .gibibytes(64), processors: 32,
    group: ControlGroup(memory: .gibibytes(1), processors: 1.5))

private func limits(
    _ machine: MachineReading, template: (String, LimitOrigin)? = nil,
    _ requests: [(LimitOrigin, LimitRequest)] = [],
    place: SpillPlace = SpillPlace(free: .gibibytes(100))
) throws -> GovernorLimits {
    try GovernorLimits(
        template: template.map { (name: $0.0, origin: $0.1) },
        requests: requests.map { (origin: $0.0, request: $0.1) }, machine: machine,
        standardDirectory: "/spill", disk: { _ in place })
}

private func request(_ change: (inout LimitRequest) -> Void) -> LimitRequest {
    var request = LimitRequest()
    change(&request)
    return request
}

@Suite struct LimitTests {
    @Test func aProcessOfItsOwnGetsHalfUnlessSomebodyHasLimitedThisOne() throws {
        let alone = try limits(desk)
        #expect(alone.processMemory.value == .gibibytes(8))
        let asked = try limits(desk, [(.settings, request { $0.memory = .gibibytes(1) })])
        #expect(asked.processMemory == Sourced(.gibibytes(1), .settings))
        let named = try limits(
            desk,
            [
                (.environment("X"), request { $0.processMemory = .gibibytes(100) }),
                (.settings, request { $0.memory = .gibibytes(1) }),
            ])
        #expect(named.processMemory.value == .mebibytes(13107))
        #expect(named.processMemory.asked == .gibibytes(100))
        #expect(named.warnings.contains { $0.contains("for a process") })
        // A container has no more than it has.
        #expect(try limits(pod).processMemory.value == .mebibytes(614))
    }

    @Test(arguments: [
        (desk, "production-small", "8000000000B", 8), (pi, "edge", "512000000B", 2),
        (pod, "container", "614MiB", 2),
        (
            MachineReading(physicalMemory: .gibibytes(8), processors: 4), "laptop", "2000000000B",
            4
        ),
        (
            MachineReading(physicalMemory: .gibibytes(128), processors: 64), "production-large",
            "32000000000B", 64
        ),
    ])
    func aMachineHasItsTemplate(
        _ machine: MachineReading, _ template: String, _ memory: String, _ threads: Int
    ) throws {
        let limits = try limits(machine)
        #expect(limits.template.name == template)
        #expect("\(limits.memory.value.bytes)B" == memory || "\(limits.memory.value)" == memory)
        #expect(limits.threads.value == threads)
        #expect(limits.warnings.isEmpty)
    }

    @Test func theFirstSourceThatSaysSomethingCounts() throws {
        let found = try limits(
            desk,
            [
                (.flag("threads"), request { $0.threads = 3 }),
                (
                    .environment("DORMOUSE_MEMORY_LIMIT"),
                    request { $0.memory = .gibibytes(3) }
                ),
                (
                    .settings,
                    request {
                        $0.memory = .gibibytes(1)
                        $0.threads = 5
                        $0.statements = 9
                    }
                ),
            ])
        #expect(found.threads == Sourced(3, .flag("threads")))
        #expect(found.memory == Sourced(.gibibytes(3), .environment("DORMOUSE_MEMORY_LIMIT")))
        #expect(found.statements == Sourced(9, .settings))
        #expect(found.checkpointThreshold.origin == .template("production-small"))
    }

    @Test func whatTheMachineDoesNotHaveIsCutAndSaid() throws {
        let found = try limits(
            pod,
            [
                (
                    .settings,
                    request {
                        $0.memory = .gibibytes(8)
                        $0.threads = 64
                        $0.maxTemporarySize = .gibibytes(500)
                    }
                )
            ])
        #expect(found.memory.value < .gibibytes(1) && found.memory.asked == .gibibytes(8))
        #expect(found.threads == Sourced(2, .settings, asked: 64))
        #expect(
            found.maxTemporarySize
                == Sourced(.gibibytes(100), .settings, asked: .gibibytes(500)))
        #expect(found.warnings.count == 3)
        #expect(found.warnings.contains { $0.contains("8GiB (dormouse.yml) is cut to") })
    }

    @Test(arguments: [
        request { $0.memory = .bytes(0) }, request { $0.memory = .bytes(-5) },
        request { $0.threads = 0 }, request { $0.statements = 0 },
        request { $0.statementTime = .zero }, request { $0.maxTemporarySize = .bytes(-1) },
        request { $0.checkpointThreshold = .bytes(1) },
    ])
    func aLimitThatNothingCouldWorkWithIsRefused(_ request: LimitRequest) {
        let error = #expect(throws: GovernorError.self) { try limits(desk, [(.settings, request)]) }
        #expect(error?.code == .badLimit && error?.message.hasPrefix("dormouse.yml: ") == true)
    }

    @Test func anUnknownTemplateIsAnErrorThatNamesThem() {
        let error = #expect(throws: GovernorError.self) {
            try limits(desk, template: ("lapptop", .flag("template")))
        }
        #expect(error?.code == .unknownTemplate && error?.message.contains("laptop") == true)
    }

    @Test func aPlaceToSpillThatIsMemoryIsSaidAndOneThatCannotBeUsedIsRefused() throws {
        let memory = try limits(desk, place: SpillPlace(free: .gibibytes(1), isMemory: true))
        #expect(memory.warnings.contains { $0.contains("tmpfs") })
        let error = #expect(throws: GovernorError.self) {
            try limits(desk, place: SpillPlace(problem: "is a file"))
        }
        #expect(error?.message.hasSuffix("is a file") == true)
    }
}
