import Exchange
import Values

/// `dataTarget=partsStructure`.
enum StructureHandlers {
  @Sendable static func get(_ call: OuranosCall) async throws -> APIResponse {
    let traceID = try call.parameters.requiredIdentifier("traceId")
    guard let parent = call.space.parts[traceID], parent.operatorID == call.company else {
      throw Refusal.notFound("traceId")
    }
    let children = (call.space.structures[traceID]?.components ?? []).compactMap { component in
      call.space.parts[component.traceID]?.ouranos(amount: component.amount)
    }
    return .json(
      .ok, ["parentPartsModel": parent.ouranos(amount: nil), "childrenPartsModel": .array(children)])
  }

  @Sendable static func put(_ call: OuranosCall) async throws -> APIResponse {
    let fields = try call.fields()
    let parent = try fields.object("parentPartsModel").map { try PartFields($0, isComponent: false) }
    let children = try fields.array("childrenPartsModel")?.map { child in
      try PartFields(
        Fields(child, path: "childrenPartsModel", source: .dataspace), isComponent: true)
    }
    var problems: [String] = []
    if let parent {
      if !parent.issues.isEmpty { problems.append("parentPartsModel: (\(parent.issues.text))") }
    } else {
      problems.append("parentPartsModel: cannot be blank")
    }
    if let children {
      for (index, child) in children.enumerated() where !child.issues.isEmpty {
        problems.append("childrenPartsModel[\(index)]: (\(child.issues.text))")
      }
      if children.count > 50 { problems.append("childrenPartsModel: the length must be no more than 50") }
    } else {
      problems.append("childrenPartsModel: cannot be blank")
    }
    guard problems.isEmpty, let parent, let children, let draft = parent.draft else {
      throw OuranosError.validation(problems.joined(separator: "; ") + ".", .dataspace)
    }
    for part in [parent] + children { try call.checkOwn(part.company) }
    let company = call.company
    let (parts, track) = try await call.change(needing: .edit) { transaction in
      try transaction.putStructure(by: company, parent: draft, children: children.compactMap(\.draft))
    }
    return .changed(
      .created,
      [
        "parentPartsModel": parts.parent.ouranos(amount: nil),
        "childrenPartsModel": .array(
          zip(parts.children, children).map { $0.ouranos(amount: $1.draft?.amountRequired) }),
      ], track: track)
  }
}
