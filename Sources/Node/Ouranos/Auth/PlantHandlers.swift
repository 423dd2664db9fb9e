import Exchange
import Values

/// `authInfo` of a company's sites (`dataTarget=plant`).
enum PlantHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    .json(.ok, .array(call.space.plants(of: call.company).map(json)))
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let fields = try call.fields()
    let plantText = try fields.string("plantId")
    let operatorText = try fields.string("operatorId")
    let nameText = try fields.string("plantName")
    let addressText = try fields.string("plantAddress")
    let openText = try fields.string("openPlantId")
    let attribute = try fields.object("plantAttribute")
    let global = try attribute?.string("globalPlantId")
    var issues = Issues()
    let plantID = issues.identifier("plantId", plantText, required: false)
    let company = issues.identifier("operatorId", operatorText)
    let name = issues.text("plantName", nameText, limit: 256)
    let address = issues.text("plantAddress", addressText, limit: 256)
    if openText == nil { issues.add("openPlantId", "is required") }
    let openID = issues.optional("openPlantId", openText, limit: 26) ?? ""
    if openID.utf8.count < 6 || !openID.utf8.suffix(6).allSatisfy({ (0x30...0x39).contains($0) }) {
      issues.add("openPlantId", "the last 6 digits must always be numeric")
    }
    if attribute == nil { issues.add("plantAttribute", "cannot be blank") }
    if global?.unicodeScalars.count ?? 0 > 256 {
      issues.add("plantAttribute", "(globalPlantId: the length must be no more than 256.)")
    }
    try call.check(issues)
    try call.checkOwn(company)
    let caller = call.company
    do {
      let changed = try await call.change(needing: .edit) {
        try $0.putPlant(
          by: caller, plantID: plantID, openPlantID: openID, globalPlantID: global, name: name,
          address: address)
      }
      return .json(.created, json(changed.result))
    } catch Refusal.taken(let field, _) {
      let value = field == "openPlantId" ? openID : global ?? ""
      throw OuranosError(.badRequest, .auth, "\(field): \(value) is already exists.")
    }
  }

  private static func json(_ plant: Plant) -> JSONValue {
    [
      "plantId": .string(plant.plantID.description), "operatorId": .string(plant.operatorID.description),
      "plantName": .string(plant.name), "plantAddress": .string(plant.address),
      "openPlantId": .string(plant.openPlantID),
      "plantAttribute": ["globalPlantId": .text(plant.globalPlantID)],
    ]
  }
}

extension JSONValue {
  /// A text, or null.
  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
  /// An identifier, or null.
  static func id(_ id: Identifier?) -> JSONValue { .text(id?.description) }
  /// A number, or null.
  static func amount(_ number: Double?) -> JSONValue { number.map(JSONValue.number) ?? .null }
}
