import ArgumentParser
import Foundation

/// The command line. Results go to standard output, messages to standard error.
@main
struct Denchi: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "denchi",
    abstract: "Battery value chains, from mine to pack: one graph, one solve, every indicator.",
    discussion: """
      A chain is a folder with activities.csv, exchanges.csv, flows.csv, \
      factors.csv and indicators.csv. Results are written to standard output, \
      messages to standard error. --json prints numbers in full.

      EXIT STATUS
        0   done
        64  wrong usage
        65  bad data (each problem as file:line: what is wrong)
        66  file not found
        69  a database or a port that cannot be used now
        70  a fault of Denchi's own
        73  an output file or folder cannot be created
        74  the output cannot be written (a full disk)
      """,
    version: version,
    subcommands: [
      CheckCommand.self, FootprintCommand.self, ProductsCommand.self, PacksCommand.self, StrategyCommand.self,
      ServeCommand.self,
      RecordsCommand.self, WorkbookCommand.self, DemoCommand.self,
    ])

  static func main() {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try checkCommand(arguments.first, of: configuration)
      for group in [
        StrategyCommand.configuration, RecordsCommand.configuration, WorkbookCommand.configuration,
      ]
      where arguments.first == group.commandName {
        try checkCommand(arguments.dropFirst().first, of: group)
      }
      var command = try parseAsRoot(try Arguments.plain(arguments))
      if let service = command as? any AsyncParsableCommand {
        try AsyncCommand.run(service)
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      try? Terminal.messages.write(failure.message)
      exit(withError: failure.status)
    } catch {
      guard exitCode(for: error) == .failure else { exit(withError: error) }
      let failure = Failure.fault("\(error)")
      try? Terminal.messages.write(failure.message)
      exit(withError: failure.status)
    }
  }

  /// - Throws: `Failure.usage` with the names of the commands if there is no such command.
  private static func checkCommand(_ name: String?, of parent: CommandConfiguration) throws {
    guard let name, !name.hasPrefix("-") else { return }
    let commands = parent.subcommands.compactMap { $0.configuration.commandName }
    guard !commands.contains(name), name != "help" else { return }
    let prefix = parent.commandName == "denchi" ? "" : (parent.commandName ?? "") + " "
    throw Failure.usage(
      "there is no command '\(prefix)\(name)'. The commands are \(commands.joined(separator: ", ")) and help."
    )
  }
}
