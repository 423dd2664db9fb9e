import Exchange
import Foundation
import Inventory
import Records
import SupplyGraph
import Values

/// What happens in the demonstration: A, who makes packs, asks B, who makes cells, over PACT; and on A's node, in
/// Japan's interface, A asks B and B asks C.
struct DemoStory: Sendable {
  let buyer: Demonstration.Member
  let supplier: Demonstration.Member
  /// The published chain's files by name, and what they say.
  let files: [String: [UInt8]]
  let chain: Chain

  private let dueDate = (Timestamp.now + .seconds(30 * 86400)).dayText

  /// Tells the story.
  /// - Returns: what A's pack came to, in kg CO2e for one kg.
  func run() async throws -> Totals {
    for member in [buyer, supplier] {
      try await member.node.addSampleFootprints(of: member.company.company.operatorID, from: chain)
    }
    let product = try await supplier.node.publishCell(self)
    let total = try await askByPact(for: product)
    try await askByOuranos()
    return total
  }

  /// An indicator of one unit of a product, to five decimals.
  fileprivate func intensity(_ indicator: String, of product: String) throws -> Double {
    guard let row = chain.indicator(named: indicator), let activity = chain.activity(named: product) else {
      throw Refusal.notFound(indicator)
    }
    return (try chain.graph().intensities()[activity, row] * 1e5).rounded() / 1e5
  }

  /// A asks B's node for the footprint of the cell and links its component to it.
  private func askByPact(for product: String) async throws -> Totals {
    let node = buyer.node
    let company = buyer.company.company.operatorID
    let caller = try await buyer.caller()
    let partner = try await connect()
    let (pack, cell) = try await node.ledger.commit(actor: caller.actor) { journal in
      let plant = try journal.putPlant(
        by: company, plantID: nil, openPlantID: "1234567890123000001", name: "A工場", address: "愛知県")
      let pack = try journal.putPart(
        by: company,
        PartDraft(plantID: plant.plantID, name: "PACK-NMC811", label: "Battery pack NMC811", unit: .kilogram))
      let cell = try journal.putPart(
        by: company,
        PartDraft(
          plantID: plant.plantID, name: "CELL-NMC811", label: "Cell NMC811", amountRequired: 1,
          unit: .kilogram))
      return (pack.traceID, cell.traceID)
    }
    let stored = try await node.storeChain(name: "NMC and LFP packs (published)", files: files, by: caller)
    try await node.bind(
      part: pack, chain: stored.chainID, product: "pack-nmc811-jp",
      supplied: [.init(activity: "cell-nmc811-jp", component: cell)], by: caller)
    try await node.ledger.commit(actor: caller.actor) { journal in
      try journal.link(by: company, component: cell, to: partner, product: product)
      _ = try journal.request(
        by: company, from: partner, criteria: ["productId": [.string(product)]],
        base: node.configuration.publicURL)
    }
    for _ in 0..<300 {
      if let totals = node.world.space.totals[pack], totals.missing.isEmpty { return totals }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw DemoFailure.noAnswer
  }

  /// Makes the two nodes partners of each other, with a client each.
  private func connect() async throws -> Identifier {
    let ids = (atBuyer: Identifier(), atSupplier: Identifier())
    for (member, other, id, far) in [
      (buyer, supplier, ids.atBuyer, ids.atSupplier), (supplier, buyer, ids.atSupplier, ids.atBuyer),
    ] {
      let company = member.company.company.operatorID
      let partner = PactPartner(
        partnerID: id, operatorID: company, name: other.company.company.name,
        baseURL: other.node.configuration.publicURL, clientID: "partner-\(far)",
        openOperatorID: other.company.company.openOperatorID, grant: .everything)
      try await member.node.ledger.commit(actor: "node") { try $0.putPartner(by: company, partner) }
      let secret = try await member.node.signIn.makeClient(
        OAuthClient(
          clientID: Identifier(), name: "partner-\(id)", operatorID: company, partnerID: id, role: .viewer),
        by: "node")
      try PactClient.putSecret(secret, of: far, in: other.node.ledger.store)
    }
    return ids.atBuyer
  }

  /// On A's node: A asks B for an NMC622 cell; B asks C for its cathode; C answers; and one request waits.
  private func askByOuranos() async throws {
    let companies = SampleCompany.all
    let values = try ["pack-nmc622-jp", "cell-nmc622-jp", "cathode-nmc622-jp"].map { product in
      try ChainResult(chain, product: product, supplied: [])
    }
    let cell = try ChainResult(
      chain, product: "pack-nmc622-jp",
      supplied: [.init(activity: "cell-nmc622-jp", component: Identifier())])
    let cathode = try ChainResult(
      chain, product: "cell-nmc622-jp",
      supplied: [.init(activity: "cathode-nmc622-jp", component: Identifier())])
    let due = dueDate
    try await buyer.node.ledger.commit(actor: "node") { journal in
      let ids = companies.map(\.company.operatorID)
      let plants = try ids.enumerated().map { place, company in
        try journal.space.plants(of: company).first
          ?? journal.putPlant(
            by: company, plantID: nil, openPlantID: "12345678901230\(place)0001",
            name: companies[place].company.name + "工場", address: "大阪府")
      }
      func product(_ place: Int, _ name: String, terminated: Bool = false) throws -> PartDraft {
        PartDraft(
          try journal.putPart(
            by: ids[place],
            PartDraft(
              plantID: plants[place].plantID, name: name, terminated: terminated, unit: .kilogram)))
      }
      func component(_ place: Int, _ name: String, of parent: PartDraft, _ amount: Double) throws
        -> Identifier
      {
        let draft = PartDraft(
          plantID: plants[place].plantID, name: name, amountRequired: amount, unit: .kilogram)
        return try journal.putStructure(by: ids[place], parent: parent, children: [draft]).children[0].traceID
      }
      func declare(_ place: Int, _ part: PartDraft, _ result: ChainResult) throws {
        guard let traceID = part.traceID else { return }
        _ = try journal.declareFootprint(
          by: ids[place],
          FootprintDraft(
            traceID: traceID, unit: .kilogram,
            production: Stages(pre: result.production.pre, main: result.production.main)))
      }
      func ask(_ place: Int, for part: Identifier, _ supplier: Int, answeredWith answer: PartDraft?) throws {
        let (trade, _) = try journal.requestFootprint(
          by: ids[place], component: part, supplier: ids[supplier],
          message: "来月中にご回答をお願いします。", responseDueDate: due)
        if let traceID = answer?.traceID {
          _ = try journal.linkAnswer(by: ids[supplier], tradeID: trade.tradeID, traceID: traceID)
        }
      }
      let pack = try product(0, "PACK-NMC622")
      let soldCell = try product(1, "CELL-NMC622")
      let soldCathode = try product(2, "CATHODE-NMC622", terminated: true)
      let boughtCell = try component(0, "CELL-NMC622-B", of: pack, cell.supplied[0].amount)
      let boughtCathode = try component(1, "CATHODE-NMC622-C", of: soldCell, cathode.supplied[0].amount)
      try declare(0, pack, cell)
      try ask(0, for: boughtCell, 1, answeredWith: soldCell)
      try declare(1, soldCell, cathode)
      try ask(1, for: boughtCathode, 2, answeredWith: soldCathode)
      try declare(2, soldCathode, values[2])
      let other = try product(0, "PACK-LFP")
      let waiting = try component(0, "CELL-LFP-B", of: other, 0.7)
      try ask(0, for: waiting, 1, answeredWith: nil)
    }
  }
}

/// Why the demonstration cannot go on.
public enum DemoFailure: Error, Sendable, CustomStringConvertible {
  /// The supplier's node did not answer.
  case noAnswer

  /// In a sentence.
  public var description: String { "the supplier's node did not answer within 30 seconds" }
}

extension Demonstration {
  /// Lets A ask B, and B answer.
  /// - Parameter folder: the published chain's folder.
  /// - Returns: the footprint of A's pack with B's cell in it, in kg CO2e for one kg.
  public func tellStory(chain folder: String) async throws -> Totals {
    var files: [String: [UInt8]] = [:]
    for file in ChainFile.allCases {
      files[file.fileName] = Array(
        try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(file.fileName)))
    }
    return try await DemoStory(
      buyer: members[0], supplier: members[1], files: files, chain: try Chain.read(folder)
    ).run()
  }
}

extension Demonstration.Member {
  func caller() async throws -> Caller {
    try await node.signIn.signIn(account: company.account, password: company.password)
  }
}

extension Node {
  /// B makes a cell from the chain, states what its footprints rest on, and publishes it.
  /// - Returns: the product's identifier, by which A asks for it.
  fileprivate func publishCell(_ story: DemoStory) async throws -> String {
    let company = story.supplier.company.company
    let caller = try await story.supplier.caller()
    let stored = try await storeChain(name: "NMC and LFP packs (published)", files: story.files, by: caller)
    let cell = try await ledger.commit(actor: caller.actor) { journal in
      let plant = try journal.putPlant(
        by: company.operatorID, plantID: nil, openPlantID: "1234567890124000001", name: "B工場",
        address: "兵庫県")
      return try journal.putPart(
        by: company.operatorID,
        PartDraft(
          plantID: plant.plantID, name: "CELL-811", label: "Cell NMC811", terminated: true, unit: .kilogram)
      ).traceID
    }
    try await bind(part: cell, chain: stored.chainID, product: "cell-nmc811-jp", by: caller)
    var profile = PactProfile.suggested(for: company, host: "example.com", now: .now)
    profile.confirmed = true
    profile.republishes = true
    let confirmed = profile
    let base = configuration.publicURL
    let graphite = try story.intensity("graphite", of: "cell-nmc811-jp")
    return try await ledger.commit(actor: caller.actor) { journal in
      try journal.putProfile(by: company.operatorID, confirmed)
      try journal.putProduct(
        by: company.operatorID,
        PactProduct(
          traceID: cell,
          description: "NMC811 cell; its carbon content is the graphite of the anode alone",
          fossilCarbon: graphite))
      let id = try journal.publish(by: company.operatorID, part: cell, base: base)
      return journal.pact.published[id]?.facets.productIDs.first ?? ""
    }
  }
}
