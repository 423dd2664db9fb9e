import Values

extension DataSpaceJournal {
  /// Takes a company in.
  /// - Parameter operatorID: the internal identifier it gets.
  /// - Throws: `Refusal.invalid`, `Refusal.taken` where another company has one of the numbers.
  public mutating func registerOperator(
    operatorID: Identifier = Identifier(), openOperatorID: String, globalOperatorID: String? = nil,
    name: String, address: String, answersDisclose: Bool = true
  ) throws -> Operator {
    let company = Operator(
      operatorID: operatorID, openOperatorID: openOperatorID,
      globalOperatorID: globalOperatorID.flatMap { $0.isEmpty ? nil : $0 }, name: name, address: address,
      answersDisclose: answersDisclose)
    guard space.operators[operatorID] == nil else {
      throw Refusal.taken(field: "operatorId", "this company is registered already")
    }
    try check(company)
    try record(.operatorPut(company))
    return company
  }

  /// Changes what a company says of itself.
  /// - Parameters:
  ///   - openOperatorID: must be the one it has.
  ///   - answersDisclose: nil leaves it as it is.
  /// - Throws: `Refusal.immutable`, `Refusal.invalid`, `Refusal.taken`, `Refusal.notFound`.
  public mutating func updateOperator(
    by company: Identifier, openOperatorID: String, globalOperatorID: String?, name: String, address: String,
    answersDisclose: Bool? = nil
  ) throws -> Operator {
    guard let old = space.operators[company] else { throw Refusal.notFound("operatorId") }
    guard old.openOperatorID == openOperatorID else { throw Refusal.immutable(field: "openOperatorId") }
    var new = old
    new.globalOperatorID = globalOperatorID.flatMap { $0.isEmpty ? nil : $0 }
    new.name = name
    new.address = address
    if let answersDisclose { new.answersDisclose = answersDisclose }
    try check(new)
    if new != old { try record(.operatorPut(new)) }
    return new
  }

  private func check(_ company: Operator) throws(Refusal) {
    try Check.text(company.openOperatorID, 1...20, field: "openOperatorId")
    try Check.text(company.globalOperatorID, 0...256, field: "globalOperatorId")
    try Check.text(company.name, 1...256, field: "operatorName")
    try Check.text(company.address, 1...256, field: "operatorAddress")
    if let other = space.operatorID(openID: company.openOperatorID), other != company.operatorID {
      throw .taken(field: "openOperatorId", "another company has this number")
    }
    if let global = company.globalOperatorID, let other = space.operatorID(globalID: global),
      other != company.operatorID
    {
      throw .taken(field: "globalOperatorId", "another company has this identifier")
    }
  }

  /// Adds a site of a company, or changes one.
  /// - Parameter plantID: nil for a new one.
  /// - Throws: `Refusal.notFound` for a plant that is not the company's, `Refusal.invalid`, `Refusal.taken`.
  public mutating func putPlant(
    by company: Identifier, plantID: Identifier?, openPlantID: String, globalPlantID: String? = nil,
    name: String, address: String
  ) throws -> Plant {
    guard space.operators[company] != nil else { throw Refusal.notFound("operatorId") }
    if let plantID, space.plants[plantID]?.operatorID != company { throw Refusal.notFound("plantId") }
    try Check.text(openPlantID, 6...26, field: "openPlantId")
    guard openPlantID.utf8.suffix(6).allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Refusal.invalid(field: "openPlantId", "must end in six digits")
    }
    try Check.text(globalPlantID, 0...256, field: "globalPlantId")
    try Check.text(name, 1...256, field: "plantName")
    try Check.text(address, 1...256, field: "plantAddress")
    let plant = Plant(
      plantID: plantID ?? Identifier(), operatorID: company, openPlantID: openPlantID,
      globalPlantID: globalPlantID.flatMap { $0.isEmpty ? nil : $0 }, name: name, address: address)
    if space.plants(of: company).contains(where: { $0.openPlantID == openPlantID && $0.plantID != plantID }) {
      throw Refusal.taken(field: "openPlantId", "another plant of the company has this number")
    }
    if space.plants[plant.plantID] != plant { try record(.plantPut(plant)) }
    return plant
  }
}
