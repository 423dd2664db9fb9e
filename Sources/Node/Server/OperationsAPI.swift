import NIOCore
import Values

/// The paths operators of a node watch: `/health`, `/ready`, `/metrics`.
public enum OperationsAPI {
  /// The routes.
  public static let routes: [Route] = [
    Route(.get, "/health") { _, _ in .json(.ok, ["status": "up"]) },
    Route(.get, "/ready") { _, node in await ready(node) },
    Route(.get, "/metrics") { _, node in
      APIResponse(
        .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ByteBuffer(string: node.metrics.text))
    },
  ]

  /// Whether requests can be answered: the database is there and holds what this process knows.
  private static func ready(_ node: Node) async -> APIResponse {
    let known = node.ledger.current.count
    do {
      let store = node.ledger.store
      let head = try await Blocking.run { try store.head() }
      return .json(
        .ok, ["status": "ready", "records": .number(Double(head.count)), "taken": .number(Double(known))])
    } catch {
      return .json(
        .serviceUnavailable, ["status": "no database", "taken": .number(Double(known))],
        headers: [.retryAfter: "5"])
    }
  }
}
