import Values

extension DataSpaceJournal {
  /// Adds a part of a company, or changes one; its structure stays as it is.
  ///
  /// Plant, name and support name together name one part of a company: a draft without `traceID` that says the
  /// same as a part there is means that part.
  /// - Throws: `Refusal.notFound` for a part or plant that is not the company's, `Refusal.immutable` for another
  ///   plant, `Refusal.taken` where another part has this plant, name and support name, `Refusal.invalid`.
  public mutating func putPart(by company: Identifier, _ draft: PartDraft) throws -> Part {
    let part = try checked(draft, by: company)
    try Check.amount(draft.amountRequired, field: "amountRequired")
    if space.parts[part.traceID] != part { try record(.partPut(part)) }
    return part
  }

  /// Says what one unit of a part is made of, in place of what was said before; parts without `traceID` are
  /// made. No component takes a structure away.
  /// - Parameters:
  ///   - parent: a part of the company.
  ///   - children: at most 50 parts of the company, each with `amountRequired`.
  /// - Throws: as `putPart`; `Refusal.loop` where a part would be a component of itself, also by way of trades
  ///   with other companies.
  public mutating func putStructure(
    by company: Identifier, parent: PartDraft, children: [PartDraft]
  ) throws -> (parent: Part, children: [Part]) {
    guard children.count <= 50 else {
      throw Refusal.invalid(
        field: "childrenPartsModel", "has \(children.count) parts, at most 50 are allowed")
    }
    if parent.amountRequired != nil {
      throw Refusal.invalid(field: "amountRequired", "must be null for a parent: it is of a component")
    }
    var parentPart = try checked(parent, by: company)
    parentPart.amountRequired = space.parts[parentPart.traceID]?.amountRequired
    var parts: [Part] = []
    var components: [PartsStructure.Component] = []
    var names = [PartKey(parentPart): parentPart.traceID]
    for child in children {
      guard let amount = child.amountRequired else {
        throw Refusal.invalid(field: "amountRequired", "must not be null for a component")
      }
      try Check.amount(amount, field: "amountRequired")
      var part = try checked(child, by: company)
      if let same = names[PartKey(part)] {
        guard part.traceID == same || child.traceID == nil else {
          throw Refusal.taken(field: "partsName", "two parts cannot have one plant, name and support name")
        }
        part.traceID = same
      }
      names[PartKey(part)] = part.traceID
      if part.traceID == parentPart.traceID { throw Refusal.loop([named(part), named(part)]) }
      guard !components.contains(where: { $0.traceID == part.traceID }) else {
        throw Refusal.invalid(field: "childrenPartsModel", "lists '\(part.name)' twice: add the amounts up")
      }
      parts.append(part)
      components.append(.init(traceID: part.traceID, amount: amount))
    }
    if let way = space.way(from: components.map(\.traceID), upstreamTo: parentPart.traceID) {
      throw Refusal.loop(space.told(way: [parentPart.traceID] + way, to: company))
    }
    for part in [parentPart] + parts where space.parts[part.traceID] != part { try record(.partPut(part)) }
    let structure = PartsStructure(parent: parentPart.traceID, components: components)
    if space.structures[structure.parent] ?? PartsStructure(parent: structure.parent, components: [])
      != structure
    {
      try record(.structurePut(structure))
    }
    return (parentPart, parts)
  }

  /// Takes a part away, with its footprint, certificates and disclosure rules.
  /// - Throws: `Refusal.notFound` for a part that is not the company's; `Refusal.partHasStructure`,
  ///   `Refusal.partRequested`, `Refusal.partAnswered` while something refers to it.
  public mutating func deletePart(by company: Identifier, traceID: Identifier) throws {
    guard space.parts[traceID]?.operatorID == company else { throw Refusal.notFound("traceId") }
    guard space.structures[traceID]?.components.isEmpty ?? true, space.parents(of: traceID).isEmpty else {
      throw Refusal.partHasStructure
    }
    if let trade = space.trade(downstream: traceID), space.isLive(trade) { throw Refusal.partRequested }
    guard !space.trades(upstream: traceID).contains(where: space.isLive) else { throw Refusal.partAnswered }
    try record(.partDeleted(traceID: traceID))
  }

  private func named(_ part: Part) -> NamedPart { NamedPart(traceID: part.traceID, name: part.name) }

  /// The part that a draft describes, with a new identifier where it is not there yet.
  private func checked(_ draft: PartDraft, by company: Identifier) throws(Refusal) -> Part {
    try Check.text(draft.name, 1...50, field: "partsName")
    try Check.text(draft.supportName, 0...50, field: "supportPartsName")
    try Check.text(draft.label, 0...50, field: "partsLabelName")
    try Check.text(draft.info1, 0...50, field: "partsAddInfo1")
    try Check.text(draft.info2, 0...50, field: "partsAddInfo2")
    try Check.text(draft.info3, 0...50, field: "partsAddInfo3")
    guard space.plants[draft.plantID]?.operatorID == company else { throw .notFound("plantId") }
    if let traceID = draft.traceID {
      guard let old = space.parts[traceID], old.operatorID == company else { throw .notFound("traceId") }
      guard old.plantID == draft.plantID else { throw .immutable(field: "plantId") }
    }
    var part = Part(
      traceID: draft.traceID ?? Identifier(), operatorID: company, plantID: draft.plantID, name: draft.name,
      supportName: draft.supportName, label: draft.label, info1: draft.info1, info2: draft.info2,
      info3: draft.info3, terminated: draft.terminated, amountRequired: draft.amountRequired,
      unit: draft.unit)
    if let same = space.partByKey[PartKey(part)] {
      guard draft.traceID == nil || draft.traceID == same else {
        throw .taken(field: "partsName", "another part has this plant, name and support name")
      }
      part.traceID = same
    }
    return part
  }
}
