import Foundation

extension EmbeddingModel {
    /// How a model is run.
    public struct Options: Sendable, Hashable {
        /// How many threads work on a call. Default: the machine's cores, at most 8.
        public var threads: Int
        /// A text is read up to this many tokens, both markers included: 256 of them are some 180
        /// English words, and what the model was trained on. What follows does not count.
        public var maximumTokens: Int

        /// Options with their defaults. Values that make no sense are moved to the nearest that do:
        /// at least 1 thread, 2 to 512 tokens (the model has no more positions).
        public init(threads: Int = Self.defaultThreads, maximumTokens: Int = 256) {
            self.threads = max(1, threads)
            self.maximumTokens = min(max(2, maximumTokens), 512)
        }

        /// The cores this process may use, at most 8.
        public static var defaultThreads: Int {
            min(ProcessInfo.processInfo.activeProcessorCount, 8)
        }
    }
}
