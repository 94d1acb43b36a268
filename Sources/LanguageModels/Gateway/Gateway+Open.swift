extension Gateway {
    /// A gateway over the servers of a configuration. Nothing is sent yet.
    public convenience init(_ configuration: ModelConfiguration, pace: Pace = .system) {
        self.init(
            configuration, cache: AnswerCache(),
            today: DayAccount(budget: configuration.dayBudget, date: pace.date()), pace: pace)
    }
}
