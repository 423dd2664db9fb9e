import AsyncHTTPClient
import Exchange
import Logging
import Records
import Values

/// A node at work: what handlers need to answer.
public final class Node: Sendable {
  public let configuration: NodeConfiguration
  public let ledger: Ledger<World>
  public let signIn: SignIn
  public let audit: ReadAudit
  let ouranos = OuranosMemory()
  public let metrics: Metrics
  public let logger: Logger
  /// For calls to partners.
  public let client: HTTPClient
  /// What TLS shows; nil where plain HTTP is served.
  public let certificates: CertificateFiles?

  /// Opens a node on a store: everything it knows is read from there.
  /// - Throws: `StoreError` where the store cannot be read, `CertificateProblem`.
  public init(configuration: NodeConfiguration, store: any RecordStore, client: HTTPClient, logger: Logger)
    async throws
  {
    self.configuration = configuration
    self.logger = logger
    self.client = client
    let metrics = Metrics()
    self.metrics = metrics
    if let certificate = configuration.certificateFile, let key = configuration.privateKeyFile {
      certificates = try CertificateFiles(certificateFile: certificate, privateKeyFile: key)
    } else {
      certificates = nil
    }
    ledger = try Ledger<World>(store: store)
    signIn = try await SignIn(ledger: ledger)
    audit = ReadAudit(ledger: ledger)
    let taken = Counter()
    taken.add(Int(ledger.current.count))
    ledger.observe { snapshot in
      let new = Int(snapshot.count) - taken.current
      taken.add(new)
      metrics.commits.add()
      metrics.batchSizes.record(Double(new))
    }
    metrics.addGauge("process_resident_memory_bytes", help: "Memory held.") { Metrics.residentMemory() }
    let ledger = ledger
    metrics.addGauge("denchi_log_records", help: "Records in the log.") { Double(ledger.current.count) }
  }

  /// What is known now.
  public var world: World { ledger.current.state }

  /// What belongs together and is served, in the order in which paths are given to them.
  public static let groups: [any RouteGroup.Type] = [
    OperationsAPI.self, OuranosAPI.self, ManagementAPI.self, PactAPI.self, Console.self,
  ]

  /// What is done beside requests, until the task is cancelled: notes of reads are written once a second.
  func upkeep() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      await writeNotes()
    }
  }

  /// Writes what is kept for writing.
  func close() async { await writeNotes() }

  private func writeNotes() async {
    do {
      try await audit.flush()
    } catch {
      logger.error("notes of reads wait for the database", metadata: ["error": "\(error)"])
    }
  }

  /// Every route of the node.
  public var routes: [Route] { Node.groups.flatMap { $0.routes(for: configuration) } }
}

extension OperationsAPI: RouteGroup {}
extension OuranosAPI: RouteGroup {}
extension ManagementAPI: RouteGroup {
  public static var routes: [Route] { routes(under: NodeConfiguration().managementPath) }

  public static func routes(for configuration: NodeConfiguration) -> [Route] {
    routes(under: configuration.managementPath)
  }
}
extension PactAPI: RouteGroup {}
extension Console: RouteGroup {}
