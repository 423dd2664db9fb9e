import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Node
import Records
import ServiceLifecycle
import Synchronization
import Values

/// A node in this process, on a free port of 127.0.0.1, with the sample companies and nothing kept.
struct RunningNode: Sendable {
  let node: Node
  let base: String
  /// What it has logged.
  let log: LoggedLines

  /// Starts a node, runs `body` and stops the node, also where `body` throws.
  /// - Parameter samples: whether it has the sample companies; without them it is as on its first run.
  static func run(
    configuration: NodeConfiguration = NodeConfiguration(), store: any RecordStore = MemoryStore(),
    samples: Bool = true, _ body: @Sendable (RunningNode) async throws -> Void
  ) async throws {
    var configuration = configuration
    configuration.listen(on: 0)
    let log = LoggedLines()
    let writer = LogWriter { log.add($0) }
    let logger = Logger(label: "denchi.test") { _ in JSONLogHandler(writer: writer) }
    let node = try await Node(configuration: configuration, store: store, client: .shared, logger: logger)
    if samples { try await node.addSampleCompanies() }
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    var quiet = logger
    quiet.logLevel = .error
    let group = ServiceGroup(
      services: [Server(node: node, log: writer).application { port.yield($0) }], logger: quiet)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      guard let number = await ports.first(where: { _ in true }) else { throw CancellationError() }
      let scheme = configuration.servesTLS ? "https" : "http"
      do {
        try await body(RunningNode(node: node, base: "\(scheme)://127.0.0.1:\(number)", log: log))
      } catch {
        await group.triggerGracefulShutdown()
        throw error
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    writer.flush()
  }

  /// The port it listens on.
  var port: Int { node.configuration.port }

  /// Sends a request.
  func send(
    _ method: HTTPMethod = .GET, _ path: String, headers: [(String, String)] = [], body: String? = nil,
    client: HTTPClient = .shared
  ) async throws -> (status: Int, headers: HTTPHeaders, body: String) {
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let answer = try await client.execute(request, timeout: .seconds(30))
    let content = try await answer.body.collect(upTo: 1 << 24)
    return (Int(answer.status.code), answer.headers, String(buffer: content))
  }

  /// Sends bytes as they are, and reads until the node closes.
  func raw(_ text: String) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var answer = ""
      for try await part in inbound { answer += String(buffer: part) }
      return answer
    }
  }

  /// An access token of a sample company's user.
  func token(_ index: Int = 0) async throws -> String {
    let sample = SampleCompany.all[index]
    return try await node.signIn.accessToken(
      for: node.signIn.signIn(account: sample.account, password: sample.password))
  }
}

/// Log lines, kept for a look at them.
final class LoggedLines: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  func add(_ new: [UInt8]) { bytes.withLock { $0 += new } }
  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
