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
  let session: ConsoleSession?
  let form: FormData

  init(_ request: APIRequest, _ node: Node, form: FormData = .none) async {
    self.init(request, node, form: form, session: await ConsoleSession.of(request, node))
  }

  /// A visit without an account, also where the browser is signed in.
  init(guest request: APIRequest, _ node: Node, form: FormData = .none) async {
    self.init(request, node, form: form, session: nil)
  }

  private init(_ request: APIRequest, _ node: Node, form: FormData, session: ConsoleSession?) {
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

  /// Whether the person may do what a role may.
  func may(_ role: Role) -> Bool { session.map { $0.caller.role.includes(role) } ?? false }

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

extension Role {
  /// Whether a person of this role may do what another role may.
  func includes(_ other: Role) -> Bool {
    let order: [Role] = [.viewer, .editor, .approver, .administrator]
    if self == .auditor { return other == .viewer || other == .auditor }
    if other == .auditor { return self == .administrator }
    return (order.firstIndex(of: self) ?? 0) >= (order.firstIndex(of: other) ?? 0)
  }
}
