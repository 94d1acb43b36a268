import Foundation

/// Boosted trees that put the best of what was found in order (LambdaMART; Burges 2010), learned
/// from questions whose answers are known (bench/ranker) and shipped as data.
///
/// A tree asks one feature after another whether it is at most a threshold; what its leaf holds is
/// added to the score.
struct Ranker: Sendable {
    /// How many of the best by the sum of reasons are put in order.
    static let reach = 60

    /// A fork, or a leaf where `feature` is below 0.
    private struct Node {
        var feature: Int32
        var threshold: Float
        /// The number of the node for what is above the threshold; that below follows.
        var above: Int32
        /// What the leaf adds, or what the leaves below a fork add in the mean.
        var value: Float
    }

    private var nodes: [Node] = []
    private var roots: [Int] = []

    /// The one that is shipped; nil where it is not there, or was learned for other features than
    /// those there are: then the sum of reasons stands.
    static let shipped: Ranker? = Bundle.module.url(forResource: "ranker", withExtension: "txt")
        .flatMap { try? String(contentsOf: $0, encoding: .utf8) }
        .flatMap { Ranker($0) }

    /// - Parameter text: the names of the features on the first line; then a tree a line, its nodes
    ///   as they come, the part below the threshold first: `feature:threshold:mean` or `=value`.
    init?(_ text: String) {
        let lines = text.split(separator: "\n")
        guard let names = lines.first,
            names.split(separator: " ").elementsEqual(
                RankFeature.allCases.map { Substring("\($0)") })
        else { return nil }
        for line in lines.dropFirst() {
            var tokens = line.split(separator: " ")[...]
            roots.append(nodes.count)
            guard read(&tokens), tokens.isEmpty else { return nil }
        }
    }

    private mutating func read(_ tokens: inout ArraySlice<Substring>) -> Bool {
        guard let token = tokens.popFirst() else { return false }
        if token.first == "=" {
            guard let value = Float(token.dropFirst()) else { return false }
            nodes.append(Node(feature: -1, threshold: 0, above: 0, value: value))
            return true
        }
        let parts = token.split(separator: ":")
        guard parts.count == 3, let feature = Int32(parts[0]),
            RankFeature.allCases.indices.contains(Int(feature)),
            let threshold = Float(parts[1]), let mean = Float(parts[2])
        else { return false }
        let place = nodes.count
        nodes.append(Node(feature: feature, threshold: threshold, above: 0, value: mean))
        guard read(&tokens) else { return false }
        nodes[place].above = Int32(nodes.count)
        return read(&tokens)
    }

    /// What the trees add to the score of a memory with these features.
    func sum(_ features: [Float]) -> Float {
        var sum: Float = 0
        for root in roots {
            var at = root
            while nodes[at].feature >= 0 {
                let node = nodes[at]
                at = features[Int(node.feature)] <= node.threshold ? at + 1 : Int(node.above)
            }
            sum += nodes[at].value
        }
        return sum
    }

    /// How much of that each feature changed on the way to the leaves.
    func shares(_ features: [Float]) -> [RankFeature: Float] {
        var shares: [RankFeature: Float] = [:]
        for root in roots {
            var at = root
            while nodes[at].feature >= 0 {
                let node = nodes[at]
                let isBelow = features[Int(node.feature)] <= node.threshold
                let next = isBelow ? at + 1 : Int(node.above)
                if let feature = RankFeature(rawValue: Int(node.feature)) {
                    shares[feature, default: 0] += nodes[next].value - node.value
                }
                at = next
            }
        }
        return shares
    }
}
