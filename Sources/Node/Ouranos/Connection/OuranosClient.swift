import NIOHTTP1
import Values

/// Speaks the Ouranos interface with another platform for one account, from one sign-in on.
final class OuranosClient: Sendable {
  /// What an operation needs to be told to a person: the address, and what came of it.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let link: OuranosLink
  private let secrets: LinkSecrets
  private let http: OutgoingHTTP
  private let token: String
  /// The company's identifier there.
  let company: Identifier

  /// Signs in.
  init(_ link: OuranosLink, _ secrets: LinkSecrets, _ http: OutgoingHTTP) async throws {
    self.link = link
    self.secrets = secrets
    self.http = http
    let answer = try await OuranosClient.call(
      .POST, link.authURL + "/auth/login", http,
      headers: [("apiKey", secrets.apiKey)],
      body: ["operatorAccountId": .string(link.account), "accountPassword": .string(secrets.password)])
    guard let token = answer["accessToken"]?.string else {
      throw Failure(description: "\(link.authURL)/auth/login: no accessToken came back")
    }
    self.token = token
    let own = try await OuranosClient.call(
      .GET, link.authURL + "/api/v1/authInfo?dataTarget=operator", http,
      headers: [("apiKey", secrets.apiKey), ("Authorization", "Bearer \(token)")])
    guard let company = own["operatorId"]?.string.flatMap({ Identifier($0) }) else {
      throw Failure(description: "\(link.authURL)/api/v1/authInfo: no operatorId came back")
    }
    self.company = company
  }

  /// The company there with a public number.
  func company(openID: String) async throws -> Identifier {
    let answer = try await information(.GET, "operator&openOperatorId=\(Query.encoded(openID))")
    return try identifier("operatorId", answer)
  }

  /// A site of the account's company there: one of its own, else a new one.
  func plant(openID: String, name: String, address: String) async throws -> Identifier {
    let plants = try await information(.GET, "plant")
    if let first = plants.array?.first { return try identifier("plantId", first) }
    return try identifier(
      "plantId",
      await information(
        .PUT, "plant",
        [
          "plantId": nil, "operatorId": .string(company.description), "plantName": .string(name),
          "plantAddress": .string(address), "openPlantId": .string(openID), "plantAttribute": .object([:]),
        ]))
  }

  /// The part of a name there; a new one if there is none.
  func part(plant: Identifier, name: String, supportName: String?, unit: String?) async throws -> Identifier {
    try identifier(
      "traceId",
      await data(
        .PUT, "parts",
        [
          "traceId": nil, "operatorId": .string(company.description), "plantId": .string(plant.description),
          "partsName": .string(name), "supportPartsName": .text(supportName), "terminatedFlag": false,
          "amountRequired": nil, "amountRequiredUnit": .text(unit),
        ]))
  }

  /// Asks a supplier there, and gives the request's identifier.
  func ask(component: Identifier, supplier: Identifier, message: String?, due: String) async throws
    -> Identifier
  {
    let answer = try await data(
      .PUT, "tradeRequest",
      [
        "tradeModel": [
          "tradeId": nil, "downstreamOperatorId": .string(company.description),
          "downstreamTraceId": .string(component.description),
          "upstreamOperatorId": .string(supplier.description), "upstreamTraceId": nil,
        ],
        "statusModel": [
          "statusId": nil, "tradeId": nil, "requestStatus": .object([:]), "message": .text(message),
          "replyMessage": nil, "requestType": "CFP", "responseDueDate": .string(due),
        ],
      ])
    return try identifier("statusId", answer["statusModel"] ?? .null)
  }

  /// The state of the request for a component: `COMPLETED`, `REJECT` ..., and the supplier's message.
  func status(component: Identifier) async throws -> (state: String, request: Identifier, reply: String?)? {
    let rows = try await data(.GET, "status&statusTarget=REQUEST&traceId=\(component)")
    guard let row = rows.array?.first else { return nil }
    return (
      row["requestStatus"]?["cfpResponseStatus"]?.string ?? "", try identifier("statusId", row),
      row["replyMessage"]?.string
    )
  }

  /// The values known of a component there.
  func footprint(component: Identifier) async throws -> [JSONValue] {
    try await data(.GET, "cfp&traceIds=\(component)").array ?? []
  }

  private func identifier(_ name: String, _ value: JSONValue) throws -> Identifier {
    guard let identifier = value[name]?.string.flatMap({ Identifier($0) }) else {
      throw Failure(description: "\(link.name): no \(name) came back")
    }
    return identifier
  }

  private func information(
    _ method: HTTPMethod, _ target: String, _ body: JSONValue? = nil
  ) async throws -> JSONValue {
    try await call(method, "\(link.authURL)/api/v1/authInfo?dataTarget=\(target)", body)
  }

  private func data(
    _ method: HTTPMethod, _ target: String, _ body: JSONValue? = nil
  ) async throws -> JSONValue {
    try await call(method, "\(link.dataURL)/api/v1/datatransport?dataTarget=\(target)", body)
  }

  private func call(_ method: HTTPMethod, _ url: String, _ body: JSONValue?) async throws -> JSONValue {
    try await OuranosClient.call(
      method, url, http,
      headers: [("apiKey", secrets.apiKey), ("Authorization", "Bearer \(token)")], body: body)
  }

  /// - Throws: `Failure`, in words for a person and without secrets.
  private static func call(
    _ method: HTTPMethod, _ url: String, _ http: OutgoingHTTP, headers: [(String, String)],
    body: JSONValue? = nil
  ) async throws -> JSONValue {
    let answer = try await http.call(
      method, url, headers: headers,
      body: body.map { ("application/json", $0.canonical) }, limit: 4 << 20)
    let value = try? JSONValue(parsing: answer.body)
    guard (200..<300).contains(answer.status), let value else {
      let told = value?["message"]?.string ?? answer.text(upTo: 200)
      throw Failure(description: "\(method.rawValue) \(url): \(answer.status) \(told)")
    }
    return value
  }
}
