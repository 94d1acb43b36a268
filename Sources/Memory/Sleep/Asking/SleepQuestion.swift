/// What a language model is asked in sleep, each with a prompt, a schema and checks of its own.
public enum SleepQuestion: String, Sendable, CaseIterable {
    /// Topics, people, places, scores and task type of a memory.
    case memory
    /// Goal ▸ tasks ▸ actions of an episode.
    case episode
    /// The facts a memory states.
    case fact
    /// Gist, category and knowledge type of a semantic memory.
    case semantic

    /// The transient table of what a cycle asks.
    var questions: String { rawValue + "_questions" }
    /// The log of what was answered.
    var answers: String { rawValue + "_answers" }
    /// The log of what the answers say, with what is not believed.
    var claims: String { rawValue + "_claims" }
}
