import AsyncHTTPClient
import Foundation
import Logging
import Node
import Records
import ServiceLifecycle
import Synchronization

/// A node in this process, on a free port of 127.0.0.1, with the sample companies and nothing kept.
struct RunningNode: Sendable {
  let node: Node
  let base: String

  /// Starts a node, runs `body` and stops the node, also where `body` throws.
  static func run(
    configuration: NodeConfiguration = NodeConfiguration(), store: any RecordStore = MemoryStore(),
    _ body: @Sendable (RunningNode) async throws -> Void
  ) async throws {
    var configuration = configuration
    configuration.listen(on: 0)
    var logger = Logger(label: "denchi.test")
    logger.logLevel = .error
    let node = try await Node(configuration: configuration, store: store, client: .shared, logger: logger)
    try await node.addSampleCompanies()
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let group = ServiceGroup(
      services: [Server(node: node).application { port.yield($0) }], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      guard let number = await ports.first(where: { _ in true }) else { throw CancellationError() }
      do {
        try await body(RunningNode(node: node, base: "http://127.0.0.1:\(number)"))
      } catch {
        await group.triggerGracefulShutdown()
        throw error
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}
