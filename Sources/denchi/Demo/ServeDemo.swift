import Foundation
import Logging
import Node
import Records

/// The part of `denchi demo` that runs: two companies' nodes.
struct ServeDemo {
  /// The folder that the nodes keep their records in.
  let folder: String
  /// The published chain.
  let chain: String
  let json: Bool

  /// Starts the nodes, lets A ask B, prints how to get in, and serves until told to stop.
  func run() async throws {
    let writer = LogWriter.standardError
    var logger = Logger(label: "denchi") { _ in JSONLogHandler(writer: writer) }
    logger.logLevel = .error
    let demonstration: Demonstration
    do {
      demonstration = try await Demonstration.open(in: folder, ports: [8443, 8444], logger: logger)
    } catch let error as StoreError {
      throw Failure.unavailable(error.description)
    }
    defer { writer.flush() }
    do {
      try await demonstration.run(log: writer) { [self] in
        let total = try await demonstration.tellStory(chain: chain).sum
        let text =
          json
          ? String(decoding: demonstration.description.canonical, as: UTF8.self) + "\n"
          : greeting(demonstration, total.pre + total.main)
        try Terminal.output.write(text)
      }
    } catch let failure as ListenFailure {
      throw Failure.unavailable(failure.description)
    } catch let failure as DemoFailure {
      throw Failure.unavailable(failure.description)
    }
  }

  private func greeting(_ demonstration: Demonstration, _ total: Double) -> String {
    var text = "\nTwo companies' nodes run on this machine until you press Ctrl-C:\n"
    for member in demonstration.members {
      text += """
          \(member.company.company.name)  \(member.node.configuration.publicURL)
              sign in: \(member.company.account)  \(member.company.password)

        """
    }
    return text + """
      A asked B for the footprint of its NMC811 cell over PACT, B's node answered, and A's pack now
      comes to \(String(format: "%.2f", total)) kg CO2e for one kg. Your browser will warn you: the
      certificates are this demonstration's own (authority: \(demonstration.authorityFile)).

      """
  }
}
