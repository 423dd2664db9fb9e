import Records
import Values

/// A person signed in to the console, and what their forms must carry.
struct ConsoleSession: Sendable {
  let caller: Caller
  let user: User
  /// What every form carries, so that no other site can send one.
  let csrf: String

  private static let cookie = "denchi_session"

  /// The session a request belongs to, if it stands.
  static func of(_ request: APIRequest, _ node: Node) async -> ConsoleSession? {
    guard let token = request.cookie(cookie), let caller = try? await node.signIn.caller(accessToken: token),
      case .user(let id) = caller.kind, let user = node.world.people.users[id]
    else { return nil }
    return ConsoleSession(
      caller: caller, user: user, csrf: Digest.content(Array("csrf:\(token)".utf8)).description)
  }

  /// The cookie that opens a session.
  static func open(_ caller: Caller, _ node: Node) async throws -> String {
    "\(cookie)=\(try await node.signIn.accessToken(for: caller)); \(attributes(node))"
  }

  /// The cookie that ends it.
  static func close(_ node: Node) -> String { "\(cookie)=; Max-Age=0; \(attributes(node))" }

  static func attributes(_ node: Node) -> String {
    "Path=/; HttpOnly; SameSite=Lax" + (node.configuration.publicURL.hasPrefix("https:") ? "; Secure" : "")
  }
}
