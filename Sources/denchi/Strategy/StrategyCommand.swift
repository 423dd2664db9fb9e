import ArgumentParser

/// `denchi strategy`
struct StrategyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategy",
    abstract: "Computes an industry strategy year by year: demand, capacity, resources, targets.",
    subcommands: [
      StrategyRunCommand.self,
      StrategyTargetsCommand.self,
      BuildCommand.self,
      IntensitiesCommand.self,
      MixCommand.self,
      SupportsCommand.self,
      UncertaintyCommand.self,
      AssumptionsCommand.self,
      StrategyInitCommand.self,
      StrategyReportCommand.self,
      StockCommand.self,
      SampleCommand.self,
      IndicesCommand.self,
      PlantsCommand.self,
      SurveyCommand.self,
      StressCommand.self,
      RoadmapCommand.self,
      MarketsCommand.self,
      HistoryCommand.self,
    ])
}
