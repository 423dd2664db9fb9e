import Exchange
import Values

/// What one unit of a part is made of.
enum StructurePages {
  static let routes = [
    Console.get("/console/parts/{id}/structure", .edit) { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return page(visit, part)
    },
    Console.post("/console/parts/{id}/structure") { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return try await add(visit, part)
    },
    Console.post("/console/parts/{id}/structure/amounts") { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return try await changeAmounts(visit, part)
    },
  ]

  private static func components(_ visit: Visit, _ part: Part) -> [PartsStructure.Component] {
    visit.space.structures[part.traceID]?.components ?? []
  }

  private static func page(
    _ visit: Visit, _ part: Part, add addErrors: FormErrors = FormErrors(), amounts: FormErrors = FormErrors()
  ) -> APIResponse {
    let present = components(visit, part)
    let taken = Set(present.map(\.traceID) + [part.traceID])
    let others = visit.space.parts(of: visit.company).filter { !taken.contains($0.traceID) }
    let path = "/console/parts/\(part.traceID)"
    var content: [Markup] = []
    if !present.isEmpty {
      content.append(visit.heading(visit.t("structure.now")))
      content.append(
        visit.form(
          Visit.Shape(
            path + "/structure/amounts",
            present.map { component in
              Field(
                "amount-\(component.traceID)", visit.name(ofPart: component.traceID),
                .number(unit: visit.unit(visit.space.parts[component.traceID]?.unit)),
                value: visit.typed(component.amount))
            }, submit: visit.t("structure.save")
          ).with {
            $0.closing = visit.paragraph(.soft(visit.t("structure.removeHint")))
            $0.cancel = path
          }, amounts))
    }
    content.append(visit.heading(visit.t("structure.addTitle")))
    content.append(
      visit.form(
        Visit.Shape(
          path + "/structure",
          [
            Field(
              "component", visit.t("structure.existing"),
              .select(
                [.init("", visit.t("structure.none"))]
                  + others.map { .init($0.traceID.description, visit.title(of: $0)) }),
              hint: visit.t("structure.existingHint"), optional: true),
            Field(
              "name", visit.t("structure.newName"), hint: visit.t("structure.newNameHint"), optional: true),
            Field(
              "unit", visit.t("structure.newUnit"), .select(PartPages.unitOptions(visit)), value: "kilogram"),
            Field(
              "amount",
              visit.t("structure.amount", ["unit": visit.unit(part.unit), "part": visit.title(of: part)]),
              .number(unit: nil), hint: visit.t("structure.amountHint")),
          ], submit: visit.t("structure.add")
        ).with { $0.cancel = path }, addErrors))
    return visit.page(
      visit.t("structure.title", ["part": visit.title(of: part)]), in: .parts,
      lead: visit.t("structure.lead", ["unit": visit.unit(part.unit)]), trail: PartPages.trail(visit, part),
      status: addErrors.isEmpty && amounts.isEmpty ? .ok : .unprocessableContent, content)
  }

  private static let fieldNames = [
    "amountRequired": "amount", "partsName": "name", "traceId": "component",
    "childrenPartsModel": "component",
  ]

  private static func add(_ visit: Visit, _ part: Part) async throws -> APIResponse {
    let form = visit.form
    do {
      guard let amount = try visit.readNumber("amount") else {
        throw FormErrors("amount", visit.t("field.missing"))
      }
      let existing = form.optional("component").flatMap { Identifier($0) }
      guard existing != nil || form.optional("name") != nil else {
        throw FormErrors("component", visit.t("structure.chooseOrName"))
      }
      try await put(visit, part) { space, drafts in
        if let existing, let component = space.parts[existing] {
          var draft = PartDraft(component)
          draft.amountRequired = amount
          drafts.append(draft)
        } else {
          drafts.append(
            PartDraft(
              plantID: part.plantID, name: form["name"], amountRequired: amount,
              unit: DeclaredUnit(rawValue: form["unit"])))
        }
      }
      return .redirect(to: "/console/parts/\(part.traceID)/structure?done=componentAdded")
    } catch let errors as FormErrors {
      return page(visit, part, add: errors)
    } catch let refusal as Refusal {
      return page(visit, part, add: visit.errors(refusal, fieldNames))
    }
  }

  private static func changeAmounts(_ visit: Visit, _ part: Part) async throws -> APIResponse {
    var amounts: [Identifier: Double] = [:]
    do {
      for component in components(visit, part) {
        amounts[component.traceID] = try visit.readNumber("amount-\(component.traceID)") ?? 0
      }
      let wanted = amounts
      try await put(visit, part) { _, drafts in
        drafts = drafts.compactMap { draft in
          var draft = draft
          if let id = draft.traceID, let amount = wanted[id] { draft.amountRequired = amount }
          return draft.amountRequired == 0 ? nil : draft
        }
      }
      return .redirect(to: "/console/parts/\(part.traceID)/structure?done=structureSaved")
    } catch let errors as FormErrors {
      return page(visit, part, amounts: errors)
    } catch let refusal as Refusal {
      return page(visit, part, amounts: FormErrors(nil, visit.t(refusal)))
    }
  }

  /// Changes the structure as it is when the change is carried out, so that two people's changes both hold.
  private static func put(
    _ visit: Visit, _ part: Part, _ change: @escaping @Sendable (DataSpace, inout [PartDraft]) -> Void
  ) async throws {
    let company = visit.company
    try await visit.commit { transaction in
      let space = transaction.space
      guard let now = space.parts[part.traceID] else { throw Refusal.notFound("traceId") }
      var drafts = (space.structures[part.traceID]?.components ?? []).compactMap { component in
        space.parts[component.traceID].map { child in
          var draft = PartDraft(child)
          draft.amountRequired = component.amount
          return draft
        }
      }
      change(space, &drafts)
      var parent = PartDraft(now)
      parent.amountRequired = nil
      _ = try transaction.putStructure(by: company, parent: parent, children: drafts)
    }
  }
}
