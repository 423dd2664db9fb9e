import AsyncHTTPClient
import Exchange
import Logging
import Records
import Values

/// A node at work: what handlers need to answer.
public final class Node: Sendable {
  /// How it runs.
  public let configuration: NodeConfiguration
  /// What it knows, and the way to change it.
  public let ledger: Ledger<World>
  /// Who is let in.
  public let signIn: SignIn
  /// Notes of reads of other companies' data.
  public let audit: ReadAudit
  /// Who is signed in to the console.
  public let sessions: Sessions
  /// The first run.
  public let setUp: SetUp
  let ouranos = OuranosMemory()
  /// What `/metrics` shows.
  public let metrics: Metrics
  /// For messages to its operator.
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
    signIn = try await SignIn(ledger: ledger, metrics: metrics)
    sessions = Sessions(ledger: ledger, configuration: configuration)
    setUp = SetUp(isNeeded: ledger.current.state.people.users.count == 0)
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
    OperationsAPI.self, SetUpPages.self, OuranosAPI.self, ManagementAPI.self, PactAPI.self, Console.self,
  ]

  /// Every route of the node.
  public var routes: [Route] { Node.groups.flatMap { $0.routes(for: configuration) } }
}
