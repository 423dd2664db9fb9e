import AsyncHTTPClient
import Exchange
import Foundation
import Logging
import NIOSSL
import Records
import ServiceLifecycle
import Values

/// Two companies' nodes on this machine, over TLS with an authority of their own, filled with the real chain.
public struct Demonstration: Sendable {
  /// A node and what opens it.
  public struct Member: Sendable {
    /// The node.
    public let node: Node
    /// The company whose node it is.
    public let company: SampleCompany
  }

  /// A, who asks, and B, who answers.
  public let members: [Member]
  /// The PEM file of the authority that clients must trust.
  public let authorityFile: String
  private let logger: Logger

  /// Makes the nodes anew in a folder, with the sample companies and nothing else.
  /// - Parameters:
  ///   - ports: where they listen, if these are free.
  /// - Throws: `StoreError`, and where the folder cannot be written.
  public static func open(in folder: String, ports: [Int], logger: Logger) async throws -> Demonstration {
    let authority = try DemoCertificates()
    let base = URL(fileURLWithPath: folder)
    try? FileManager.default.removeItem(at: base)
    try FileManager.default.createDirectory(
      at: base, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    func write(_ text: String, _ name: String) throws -> String {
      let file = base.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return file.path
    }
    let authorityFile = try write(authority.authorityPEM, "ca.pem")
    var members: [Member] = []
    for (sample, port) in zip(SampleCompany.all, ports) {
      let name = "node-\(sample.company.openOperatorID)"
      let pair = try authority.server()
      var configuration = NodeConfiguration()
      configuration.certificateFile = try write(pair.certificate, name + ".pem")
      configuration.privateKeyFile = try write(pair.key, name + ".key")
      configuration.trustedAuthoritiesFile = authorityFile
      configuration.allowsPrivateCallbacks = true
      configuration.database = base.appendingPathComponent(name + ".sqlite").path
      configuration.requestsPerSecond = 0
      configuration.publicURL = configuration.localURL
      configuration.logsRequests = false
      configuration.listen(on: NodeConfiguration.freePort(configuration.host, preferring: port))
      let store = try RecordStores.open(configuration.database)
      let node = try await Node(configuration: configuration, store: store, client: .shared, logger: logger)
      try await node.addSampleCompanies()
      members.append(Member(node: node, company: sample))
    }
    return Demonstration(members: members, authorityFile: authorityFile, logger: logger)
  }

  /// Serves the nodes until the process is told to stop.
  /// - Parameters:
  ///   - log: where the lines of the log go.
  ///   - onReady: called once both listen.
  public func run(log: LogWriter, onReady: @escaping @Sendable () async throws -> Void) async throws {
    let (listening, listen) = AsyncStream.makeStream(of: Void.self)
    let servers = members.map { Server(node: $0.node, log: log).application { _ in listen.yield() } }
    var quiet = logger
    quiet.logLevel = .error
    let group = ServiceGroup(
      configuration: .init(services: servers, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        var count = 0
        for await _ in listening {
          count += 1
          if count == servers.count { break }
        }
        guard count == servers.count else { return }
        do {
          try await onReady()
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
      }
      try await tasks.next()
      try await tasks.next()
    }
    for member in members { member.node.ledger.store.close() }
  }

  /// The line that outside drivers read.
  public var description: JSONValue {
    [
      "nodes": .array(
        members.map { member in
          let base = member.node.configuration.publicURL
          return [
            "base": .string(base), "management": .string(base + member.node.configuration.managementPath),
            "ca": .string(authorityFile), "apiKey": .string(SampleCompany.apiKey),
            "accounts": .array(
              SampleCompany.all.map { sample in
                [
                  "account": .string(sample.account), "password": .string(sample.password),
                  "operatorId": .string(sample.company.operatorID.description),
                ]
              }),
            "pact": [
              "clientId": .string(SampleFootprints.clientID),
              "clientSecret": .string(SampleFootprints.clientSecret),
            ],
          ]
        })
    ]
  }
}
