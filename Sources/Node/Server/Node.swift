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
  public let logger: Logger
  /// For calls to partners.
  public let client: HTTPClient

  public init(configuration: NodeConfiguration, store: any RecordStore, client: HTTPClient, logger: Logger)
    async throws
  {
    self.configuration = configuration
    self.logger = logger
    self.client = client
    ledger = try Ledger<World>(store: store)
    signIn = try await SignIn(ledger: ledger)
    audit = ReadAudit(ledger: ledger)
  }

  /// What is known now.
  public var world: World { ledger.current.state }

  /// Every route of the node.
  public var routes: [Route] {
    OperationsAPI.routes + OuranosAPI.routes + ManagementAPI.routes + PactAPI.routes + Console.routes
  }
}
