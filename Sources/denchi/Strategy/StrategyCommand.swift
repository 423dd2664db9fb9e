import ArgumentParser

/// `denchi strategy`
struct StrategyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategy",
    abstract: "Computes an industry strategy year by year: demand, capacity, resources, targets.",
    subcommands: [
      StrategyRunCommand.self,
      StrategyTargetsCommand.self,
      StrategyReportCommand.self,
      StockCommand.self,
    ])
}
