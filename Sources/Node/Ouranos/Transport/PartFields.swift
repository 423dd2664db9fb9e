import Exchange
import Values

/// A `PartsModel` of a request: what is in it, and what is wrong with it.
struct PartFields {
  var draft: PartDraft?
  var company: Identifier?
  var issues = Issues()

  /// - Parameter isComponent: whether it must have an amount and a unit, or must have no amount.
  /// - Throws: where a member has the wrong type.
  init(_ fields: Fields, isComponent: Bool) throws(OuranosError) {
    let operatorText = try fields.string("operatorId")
    let traceText = try fields.string("traceId")
    let plantText = try fields.string("plantId")
    let nameText = try fields.string("partsName")
    let supportText = try fields.string("supportPartsName")
    let terminated = try fields.bool("terminatedFlag")
    let amount = try fields.number("amountRequired")
    let unitText = try fields.string("amountRequiredUnit")
    let others = [
      try fields.string("partsLabelName"), try fields.string("partsAddInfo1"),
      try fields.string("partsAddInfo2"), try fields.string("partsAddInfo3"),
    ]
    company = issues.identifier("operatorId", operatorText)
    let traceID = issues.identifier("traceId", traceText, required: false)
    let plantID = issues.identifier("plantId", plantText)
    let name = issues.text("partsName", nameText, limit: 50)
    let support = issues.optional("supportPartsName", supportText, limit: 50)
    if terminated == nil { issues.add("terminatedFlag", "cannot be blank") }
    if isComponent {
      if amount == nil { issues.add("amountRequired", "is required") }
      if unitText == nil { issues.add("amountRequiredUnit", "is required") }
      _ = issues.amount("amountRequired", amount)
    } else if amount != nil {
      issues.add("amountRequired", "must be blank")
    }
    if let unitText, unitText.count > 20 {
      issues.add("amountRequiredUnit", "the length must be between 1 and 20")
    }
    let unit = unitText.flatMap { issues.choice("amountRequiredUnit", $0, of: DeclaredUnit.self) }
    for (field, text) in zip(["partsLabelName", "partsAddInfo1", "partsAddInfo2", "partsAddInfo3"], others) {
      _ = issues.optional(field, text, limit: 50)
    }
    guard issues.isEmpty, let plantID, let terminated else { return }
    draft = PartDraft(
      traceID: traceID, plantID: plantID, name: name, supportName: support, label: others[0],
      info1: others[1], info2: others[2], info3: others[3], terminated: terminated, amountRequired: amount,
      unit: unit)
  }
}
