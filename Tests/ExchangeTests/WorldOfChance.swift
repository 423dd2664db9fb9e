import Exchange
import Values

/// Companies that do things at random.
struct WorldOfChance {
  var random: SplitMix
  var journal = MemoryJournal(now: Timestamp(milliseconds: 1_700_000_000_000))
  var companies: [Identifier] = []

  init(seed: UInt64, companies count: Int = 4) throws {
    random = SplitMix(state: seed)
    for number in 0..<count {
      tick()
      companies.append(try journal.company("10000\(number)"))
      for _ in 0..<3 { try putPart(companies[number]) }
    }
  }

  private mutating func tick() { journal.now = Timestamp(milliseconds: 1_700_000_000_000 + journal.sequence) }

  private mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < probability
  }

  /// A number with five decimals.
  private mutating func number(_ range: ClosedRange<Double>) -> Double {
    (Double.random(in: range, using: &random) * 100_000).rounded() / 100_000
  }

  private mutating func own(_ company: Identifier) -> Part? {
    journal.space.parts(of: company).randomElement(using: &random)
  }

  private mutating func partner(of company: Identifier) -> Identifier? {
    companies.filter { $0 != company }.randomElement(using: &random)
  }

  /// Does one thing at random.
  /// - Returns: whether it was done; false where the rules refuse it.
  @discardableResult
  mutating func step() throws -> Bool {
    tick()
    do {
      try act()
      return true
    } catch is Refusal {
      return false
    }
  }

  private mutating func act() throws {
    guard let company = companies.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<20, using: &random) {
    case 0: try putPart(company)
    case 1: try changePart(company)
    case 2, 3, 4: try putStructure(company)
    case 5, 6: try ask(company)
    case 7, 8, 9: try link(company)
    case 10: try changeRequest(company)
    case 11, 12, 13, 14: try declare(company)
    case 15: try supply(company)
    case 16, 17: try disclose(company)
    case 18: try certify(company)
    default: try rare(company)
    }
  }

  private mutating func putPart(_ company: Identifier) throws {
    guard let plant = journal.space.plants(of: company).first else { return }
    let units: [DeclaredUnit?] = [.kilogram, .kilogram, .unit, nil]
    _ = try journal.putPart(
      by: company,
      PartDraft(
        plantID: plant.plantID, name: "P\(Int.random(in: 0..<10_000, using: &random))",
        terminated: chance(0.3), unit: units.randomElement(using: &random) ?? nil))
  }

  private mutating func changePart(_ company: Identifier) throws {
    guard let part = own(company) else { return }
    var draft = PartDraft(part)
    draft.terminated = chance(0.3)
    if chance(0.3) { draft.unit = [.kilogram, .unit].randomElement(using: &random) }
    if chance(0.3) { draft.name = "Q\(Int.random(in: 0..<10_000, using: &random))" }
    _ = try journal.putPart(by: company, draft)
  }

  private mutating func putStructure(_ company: Identifier) throws {
    guard let parent = own(company), let plant = journal.space.plants(of: company).first else { return }
    var drafts: [PartDraft] = []
    for part in journal.space.parts(of: company).shuffled(using: &random).prefix(
      Int.random(in: 0..<4, using: &random)) where part.traceID != parent.traceID
    {
      var draft = PartDraft(part)
      draft.amountRequired = number(0...3)
      drafts.append(draft)
    }
    if chance(0.5) {
      drafts.append(
        PartDraft(
          plantID: plant.plantID, name: "C\(Int.random(in: 0..<10_000, using: &random))",
          terminated: chance(0.3), amountRequired: number(0...3), unit: .kilogram))
    }
    var draft = PartDraft(parent)
    draft.amountRequired = nil
    _ = try journal.putStructure(by: company, parent: draft, children: drafts)
  }

  private mutating func ask(_ company: Identifier) throws {
    guard let part = own(company), let supplier = partner(of: company) else { return }
    if chance(0.2), let old = journal.space.trades(buyer: company).randomElement(using: &random) {
      _ = try journal.requestFootprint(
        by: company, component: old.downstreamTraceID, supplier: old.upstreamOperatorID, message: "again",
        responseDueDate: "2027-01-31", tradeID: old.tradeID, requestID: old.requestID)
      return
    }
    _ = try journal.requestFootprint(
      by: company, component: part.traceID, supplier: supplier, message: "please",
      responseDueDate: "2026-12-31")
  }

  private mutating func link(_ company: Identifier) throws {
    guard let trade = journal.space.trades(supplier: company).randomElement(using: &random),
      let part = own(company)
    else { return }
    _ = try journal.linkAnswer(by: company, tradeID: trade.tradeID, traceID: part.traceID)
  }

  private mutating func changeRequest(_ company: Identifier) throws {
    if chance(0.4), let trade = journal.space.trades(buyer: company).randomElement(using: &random) {
      try journal.cancelRequest(by: company, requestID: trade.requestID)
    } else if let trade = journal.space.trades(supplier: company).randomElement(using: &random) {
      if chance(0.5) {
        try journal.rejectRequest(by: company, requestID: trade.requestID, replyMessage: "no")
      } else {
        try journal.reply(by: company, requestID: trade.requestID, replyMessage: chance(0.5) ? "soon" : nil)
      }
    }
  }

  private mutating func quality() -> DataQuality {
    DataQuality(
      technological: chance(0.8) ? number(1...5) : nil, geographical: chance(0.8) ? number(1...5) : nil,
      temporal: chance(0.8) ? number(1...5) : nil)
  }

  private mutating func declare(_ company: Identifier) throws {
    guard let part = own(company) else { return }
    let sends = chance(0.3)
    _ = try journal.declareFootprint(
      by: company,
      FootprintDraft(
        cfpID: journal.space.declarations[part.traceID]?.cfpID, traceID: part.traceID,
        unit: part.unit ?? .kilogram,
        production: Stages(pre: number(0.1...9), main: number(0.1...9)),
        component: Stages(pre: sends ? number(0...9) : nil, main: sends ? number(0...9) : 0),
        quality: Stages(pre: quality(), main: quality())))
  }

  private mutating func supply(_ company: Identifier) throws {
    guard let part = own(company) else { return }
    let supply = Supply(
      traceID: part.traceID, unit: part.unit ?? .unit, total: Stages(pre: number(0...9), main: number(0...9)),
      quality: Stages(pre: quality(), main: quality()), source: .link(Identifier()), received: journal.now)
    try journal.supply(by: company, traceID: part.traceID, chance(0.7) ? supply : nil)
  }

  private mutating func disclose(_ company: Identifier) throws {
    guard let part = own(company), let reader = partner(of: company) else { return }
    if chance(0.3) {
      try journal.setCertificationDisclosure(
        by: company, to: reader, traceID: part.traceID, released: chance(0.6))
    } else {
      try journal.setDisclosure(
        by: company, to: reader, traceID: part.traceID, totalCFP: chance(0.5), totalDQR: chance(0.5))
    }
  }

  private mutating func certify(_ company: Identifier) throws {
    guard let part = own(company) else { return }
    if chance(0.2), let file = journal.space.files.values.randomElement(using: &random) {
      _ = try journal.deleteCertificationFile(by: company, fileID: file.fileID)
    } else if chance(0.2) {
      try journal.deleteCertifications(by: company, traceID: part.traceID)
    } else {
      let file = try journal.reserveFile(by: company, name: "certificate.pdf", extension: "pdf")
      _ = try journal.completeFile(by: company, fileID: file.fileID, attachment: "\(file.fileID)")
      _ = try journal.putCertification(
        by: company, certificationID: nil, traceID: part.traceID, description: "verified",
        files: [(file.fileID, nil)])
    }
  }

  private mutating func rare(_ company: Identifier) throws {
    if chance(0.3), let part = own(company) {
      try journal.deletePart(by: company, traceID: part.traceID)
    } else if chance(0.4), let trade = journal.space.trades(supplier: company).randomElement(using: &random),
      let part = trade.upstreamTraceID,
      let component = journal.space.ownComponents(of: part).sorted().randomElement(using: &random),
      let supplier = partner(of: company)
    {
      _ = try journal.forwardRequest(
        by: company, requestID: trade.requestID, to: [(component, supplier)])
    } else if let old = journal.space.operators[company] {
      _ = try journal.updateOperator(
        by: company, openOperatorID: old.openOperatorID, globalOperatorID: old.globalOperatorID,
        name: old.name, address: "Osaka", answersDisclose: chance(0.7))
    }
  }
}
