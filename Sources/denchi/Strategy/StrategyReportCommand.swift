import ArgumentParser
import Foundation
import Strategy

/// `denchi strategy report`
struct StrategyReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a scenario as one HTML file in English and Japanese: charts, tables, sources.",
    discussion: """
      The file needs nothing else, neither network nor script. Every chart has its table (also as CSV), its \
      formulas and the sources of the assumptions that it depends on.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: ArgumentHelp("The file that is written.", valueName: "file"))
  var output = "denchi-strategy.html"

  func run() throws {
    let scenario = try options.read()
    let report = try StrategyReport(scenario, command: command, date: Date())
    try OutputFile.write(ReportPage(report: report).html(), to: output)
    try Terminal.output.write("The report: \(output)\n")
  }

  private var command: String {
    let parts: [String?] = [
      options.scenario.map(PacksCommand.quoted), options.chain.map { "--chain \(PacksCommand.quoted($0))" },
      options.asOf.map { "--as-of \(PacksCommand.quoted($0))" },
      output == "denchi-strategy.html" ? nil : "--output \(PacksCommand.quoted(output))",
    ]
    return (["denchi strategy report"] + parts.compactMap(\.self)).joined(separator: " ")
  }
}
