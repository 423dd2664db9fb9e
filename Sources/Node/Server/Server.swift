import Foundation
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// Serves a node's routes over HTTP.
public struct Server: Sendable {
  private let node: Node
  private let log: LogWriter?

  /// - Parameter log: where a line for each request goes; nil for nowhere.
  public init(node: Node, log: LogWriter? = nil) {
    self.node = node
    self.log = log
  }

  /// The node at work: run it as a service. When it is told to stop it takes no new connections, ends the
  /// requests it has, and leaves nothing unwritten.
  /// - Parameter onReady: called with the port that is listened on.
  public func application(onReady: @escaping @Sendable (Int) -> Void) -> some Service {
    NodeService(node: node, responder: Responder(node: node, log: log), onReady: onReady)
  }
}

private struct NodeService: Service {
  let node: Node
  let responder: Responder
  let onReady: @Sendable (Int) -> Void

  func run() async throws {
    let configuration = node.configuration
    let server = try builder().buildServer(
      configuration: ServerConfiguration(
        address: .hostname(configuration.host, port: configuration.port), backlog: 1024,
        availableConnectionsDelegate: .maximum(configuration.maximumConnections, logger: quiet)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet,
      responder: { [responder] request, writer, channel in
        try await responder.respond(to: request, writer, channel)
      },
      onServerRunning: { [onReady] channel in onReady(channel.localAddress?.port ?? 0) })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for group in Node.groups { tasks.addTask { [node] in await group.run(node) } }
      tasks.addTask { [node] in await node.upkeep() }
      defer { tasks.cancelAll() }
      do {
        try await server.run()
      } catch let error as IOError {
        throw ListenFailure(address: configuration.localURL, reason: error.description)
      }
    }
    await node.close()
  }

  /// The library's own messages are of no use to an operator below this level.
  private var quiet: Logger {
    var logger = node.logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }

  private func builder() throws -> HTTPServerBuilder {
    let http = HTTPServerBuilder.http1(
      configuration: .init(
        idleTimeout: .seconds(Int64(node.configuration.idleSeconds)),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)))
    guard let certificates = node.certificates else { return http }
    return try .tls(http, tlsConfiguration: certificates.configuration())
  }
}

/// The address that a node shall listen on is not to be had.
public struct ListenFailure: Error, Sendable, CustomStringConvertible {
  let address: String
  let reason: String

  /// What is wrong, in a sentence.
  public var description: String {
    "\(address) cannot be listened on (\(reason)): is another program using the port? --port takes another."
  }
}
