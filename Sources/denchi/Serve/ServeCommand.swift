import ArgumentParser
import AsyncHTTPClient
import Foundation
import Logging
import Node
import Records
import ServiceLifecycle

/// `denchi serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Runs a node: the interfaces for partners and the console for people.",
    discussion: """
      Without any option the node listens on http://127.0.0.1:8080 and keeps its records \
      in the folder denchi-data. deploy/denchi.yaml shows every key of a configuration; \
      docs/operations.md tells how to run a node for good. It stops when it gets SIGTERM \
      or SIGINT (Ctrl-C), after the requests at work; a second signal ends it at once. \
      SIGHUP makes it read the certificate again.

      ENVIRONMENT
        DENCHI_DATABASE   the database, where its address holds a password
      """)

  @Option(help: ArgumentHelp("The configuration.", valueName: "denchi.yaml"))
  var config: String?

  @Option(help: ArgumentHelp("The port instead of the one configured; 0 takes a free one.", valueName: "n"))
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "A SQLite file or postgresql:// address instead of the one configured.", valueName: "x"))
  var database: String?

  @Flag(help: "Says whether the configuration is right, and starts nothing.")
  var check = false

  func validate() throws {
    if let port, !(0...65535).contains(port) { throw ValidationError("--port must be from 0 to 65535.") }
  }

  func run() async throws {
    let configuration = try configured()
    if check {
      return try Terminal.output.write("\(config ?? "The default configuration"): nothing is wrong.\n")
    }
    let store = try StoreOpening.open(configuration.database)
    defer { store.close() }
    let writer = LogWriter.standardError
    defer { writer.flush() }
    var logger = Logger(label: "denchi") { _ in JSONLogHandler(writer: writer) }
    logger.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
    let node: Node
    do {
      node = try await Node(configuration: configuration, store: store, client: .shared, logger: logger)
    } catch let problem as CertificateProblem {
      throw Failure.data([problem.message])
    } catch let error as StoreError {
      throw Failure.unavailable(error.description)
    }
    try await serve(node, logger, writer)
  }

  private func serve(_ node: Node, _ logger: Logger, _ writer: LogWriter) async throws {
    let signals = StopSignals(node: node)
    defer { signals.stop() }
    let application = Server(node: node, log: writer).application { _ in
      try? Terminal.output.write(Self.greeting(node))
    }
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .error)
    var group = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    group.maximumGracefulShutdownDuration = .seconds(node.configuration.requestSeconds)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let failure as ListenFailure {
      throw Failure.unavailable(failure.description)
    }
  }

  private static func greeting(_ node: Node) -> String {
    let url = node.configuration.publicURL
    var text = "Denchi serves \(url) (records: \(StoreOpening.shown(node.configuration.database)))\n"
    if let token = node.setUp.openToken {
      text += """
        Nobody has an account yet. To set the node up, open (once, before the node is started again):
        \(url)/setup?token=\(token)

        """
    }
    return text
  }

  /// The file, then the environment, then the options.
  private func configured() throws -> NodeConfiguration {
    var configuration = NodeConfiguration()
    if let config {
      do {
        configuration = try ConfigurationFile.read(config)
      } catch {
        let lines = error.problems.map(\.description)
        throw error.isFileNotFound ? Failure.notFound(lines) : Failure.data(lines)
      }
    }
    if let secret = ProcessInfo.processInfo.environment["DENCHI_DATABASE"], !secret.isEmpty {
      configuration.database = secret
    }
    if let database { configuration.database = database }
    if let port { configuration.listen(on: port) }
    return configuration
  }
}
