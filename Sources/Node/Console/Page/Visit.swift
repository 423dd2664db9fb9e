import Exchange
import HTTPTypes
import Records
import Values

/// A request for a page: who asks, in which language, and what there is to show.
struct Visit: Sendable {
  let node: Node
  let request: APIRequest
  /// What was known when the request came: one state for the whole page.
  let world: World
  let words: Words
  let session: Session?
  let form: FormData

  init(_ request: APIRequest, _ node: Node, form: FormData = .none) async throws {
    self.init(request, node, form: form, session: try await node.sessions.session(of: request))
  }

  /// A visit without an account, also where the browser is signed in.
  init(guest request: APIRequest, _ node: Node, form: FormData = .none) {
    self.init(request, node, form: form, session: nil)
  }

  /// The same visit with another form sent.
  func with(_ form: FormData) -> Visit {
    Visit(request, node, form: form, session: session)
  }

  private init(_ request: APIRequest, _ node: Node, form: FormData, session: Session?) {
    self.node = node
    self.request = request
    self.form = form
    self.session = session
    world = node.world
    let wish = request.cookie("denchi_language") ?? session?.user.language
    words = Words(
      wish.flatMap { Language(rawValue: $0) } ?? Language(acceptLanguage: request.headers[.acceptLanguage]))
  }

  var space: DataSpace { world.space }
  /// The company whose pages these are.
  var company: Identifier { session?.caller.operatorID ?? Identifier(high: 0, low: 0) }
  var actor: String { session?.caller.actor ?? "node" }

  func t(_ key: String, _ values: [String: String] = [:]) -> String { words(key, values) }

  /// An identifier in the path.
  func id(_ name: String = "id") -> Identifier? { request.parameters[name].flatMap { Identifier($0) } }

  /// Whether the person's role allows something.
  func may(_ permission: Permission) -> Bool {
    session?.caller.role.permissions.contains(permission) ?? false
  }

  /// A company's name; its number where it is known by that alone.
  func name(of company: Identifier) -> String { space.operators[company]?.name ?? t("unknownCompany") }

  /// A part's name with its support name.
  func name(ofPart id: Identifier) -> String { space.parts[id].map { title(of: $0) } ?? t("unknownPart") }

  func title(of part: Part) -> String {
    guard let support = part.supportName, !support.isEmpty else { return part.name }
    return "\(part.name) \(support)"
  }

  /// Carries out a command for this person's company.
  func commit<Result: Sendable>(
    _ command: @escaping @Sendable (inout Transaction<World>) throws -> Result
  ) async throws -> Result {
    try await node.ledger.commit(actor: actor, command)
  }
}

extension APIRequest {
  /// The value of a cookie.
  func cookie(_ name: String) -> String? {
    for field in headers[values: .cookie] {
      for item in field.split(separator: ";") {
        let parts = item.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpaces }
        if parts.count == 2, parts[0] == name { return parts[1] }
      }
    }
    return nil
  }
}
