import Exchange
import Values

/// `authInfo` of companies (`dataTarget=operator`).
enum OperatorHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let parameters = call.parameters
    if parameters.has("operatorIds") {
      guard !parameters.has("openOperatorId") else {
        throw OuranosError(
          .badRequest, .auth,
          "Invalid request parameters, only one of operatorIds and openOperatorId can be set.")
      }
      let ids = try parameters.identifiers("operatorIds", atMost: 100)
      guard !ids.isEmpty else { throw OuranosError.parameter("operatorIds", .auth) }
      var seen: Set<Identifier> = []
      let companies = ids.filter { seen.insert($0).inserted }.compactMap { call.space.operators[$0] }
      return .json(.ok, .array(companies.map(json)))
    }
    var id: Identifier? = call.company
    if let number = parameters.text("openOperatorId") {
      guard number.unicodeScalars.count <= 256 else {
        throw OuranosError.parameter("openOperatorId", .auth)
      }
      id = call.space.operatorID(openID: number)
    }
    guard let id, let company = call.space.operators[id] else {
      throw OuranosError(.notFound, .auth, "Item or record Not Found")
    }
    return .json(.ok, json(company))
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let fields = try call.fields()
    let id = try fields.string("operatorId")
    let nameText = try fields.string("operatorName")
    let addressText = try fields.string("operatorAddress")
    let numberText = try fields.string("openOperatorId")
    let attribute = try fields.object("operatorAttribute")
    let global = try attribute?.string("globalOperatorId")
    var issues = Issues()
    let company = issues.identifier("operatorId", id)
    let name = issues.text("operatorName", nameText, limit: 256)
    let address = issues.text("operatorAddress", addressText, limit: 256)
    let number = issues.text("openOperatorId", numberText, limit: 20)
    if attribute == nil { issues.add("operatorAttribute", "cannot be blank") }
    if global?.unicodeScalars.count ?? 0 > 256 {
      issues.add("operatorAttribute", "(globalOperatorId: the length must be no more than 256.)")
    }
    try call.check(issues)
    try call.checkOwn(company)
    let caller = call.company
    do {
      let changed = try await call.change(needing: .administer) {
        try $0.updateOperator(
          by: caller, openOperatorID: number, globalOperatorID: global, name: name, address: address)
      }
      return .json(.created, json(changed.result))
    } catch Refusal.taken(let field, _) {
      throw OuranosError(.badRequest, .auth, "\(field): \(global ?? "") is already exists.")
    }
  }

  static func json(_ company: Operator) -> JSONValue {
    [
      "operatorId": .string(company.operatorID.description), "operatorName": .string(company.name),
      "operatorAddress": .string(company.address), "openOperatorId": .string(company.openOperatorID),
      "operatorAttribute": ["globalOperatorId": .text(company.globalOperatorID)],
    ]
  }
}
