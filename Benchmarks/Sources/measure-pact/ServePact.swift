import AsyncHTTPClient
import Exchange
import Foundation
import Logging
import Node
import Records
import ServiceLifecycle
import Values

/// A node on SQLite with one company, 10,000 partners that may read a product each, and 10,000 footprints of
/// about 1 kB. Prints a line of JSON: the address of a footprint, a partner's token, and what was asked for.
@main
enum ServePact {
  static let count = 10_000

  static func main() async throws {
    let folder = CommandLine.arguments.dropFirst().first ?? FileManager.default.temporaryDirectory.path
    var configuration = NodeConfiguration()
    configuration.listen(on: 0)
    configuration.logsRequests = false
    configuration.database = "\(folder)/pact-\(Identifier()).sqlite"
    let logger = Logger(label: "measure") { _ in SwiftLogNoOpLogHandler() }
    let node = try await Node(
      configuration: configuration, store: RecordStores.open(configuration.database), client: .shared,
      logger: logger)
    let (partner, footprint) = try await fill(node)
    _ = try await node.signIn.makeClient(
      OAuthClient(
        clientID: Identifier(), name: "reader", operatorID: partner.operatorID, partnerID: partner.partnerID,
        role: .viewer), secret: "secret", by: "measure")
    let token = try await node.signIn.accessToken(
      for: node.signIn.client(name: "reader", secret: "secret"))
    let base = configuration.localURL
    let group = ServiceGroup(
      services: [
        Server(node: node).application { _ in
          let line = JSONValue.object([
            "url": .string("\(base)/3/footprints/\(footprint)"), "token": .string(token),
            "bytes": .number(Double(node.world.pact.published[footprint]?.text.utf8.count ?? 0)),
          ])
          FileHandle.standardOutput.write(Data(line.canonical + [UInt8(ascii: "\n")]))
        }
      ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    try await group.run()
    for end in ["", "-wal", "-shm"] { unlink(configuration.database + end) }
  }

  /// A footprint of about 1 kB; its figures mean nothing.
  private static let sample: [String: JSONValue] = [
    "specVersion": "3.0.0", "created": "2026-01-15T09:00:00Z", "status": "Active", "companyName": "Maker",
    "companyIds": ["urn:pact:maker.example:company-id:1"], "productDescription": "A part to be measured with",
    "productClassifications": ["urn:pact:productclassification:un-cpc:46420"],
    "productNameCompany": "Part", "validityPeriodStart": "2026-01-01T00:00:00Z",
    "validityPeriodEnd": "2028-12-31T00:00:00Z",
    "pcf": [
      "declaredUnitOfMeasurement": "piece", "declaredUnitAmount": "1", "productMassPerDeclaredUnit": "1.05",
      "referencePeriodStart": "2025-01-01T00:00:00Z", "referencePeriodEnd": "2026-01-01T00:00:00Z",
      "geographyCountry": "JP", "pcfExcludingBiogenicUptake": "17.42",
      "pcfIncludingBiogenicUptake": "17.42", "fossilGhgEmissions": "17.42", "fossilCarbonContent": "0.02",
      "ipccCharacterizationFactors": ["AR6"], "crossSectoralStandards": ["ISO14067", "PACT-3.0"],
      "exemptedEmissionsPercent": "0.5", "packagingEmissionsIncluded": false,
    ],
  ]

  private static func fill(_ node: Node) async throws -> (PactPartner, Identifier) {
    let company = Operator(operatorID: Identifier(), openOperatorID: "1", name: "Maker", address: "Tokyo")
    let base = node.configuration.publicURL
    return try await node.ledger.commit(actor: "measure") { transaction in
      try transaction.record(.operatorPut(company))
      let sample = ServePact.sample
      var ids: [Identifier] = []
      for number in 0..<count {
        var document = sample
        ids.append(Identifier())
        document["id"] = .string(ids[number].description)
        document["productIds"] = [.string("urn:pact:maker.example:product-id:\(number)")]
        try transaction.publish(by: company.operatorID, document: .object(document), base: base)
      }
      var reader: (PactPartner, Identifier)?
      for number in 0..<count {
        let partner = PactPartner(
          partnerID: Identifier(), operatorID: company.operatorID, name: "Partner \(number)",
          grant: PactGrant(products: ["urn:pact:maker.example:product-id:\(number)"]))
        try transaction.putPartner(by: company.operatorID, partner)
        if number == count / 2 { reader = (partner, ids[number]) }
      }
      guard let reader else { throw CancellationError() }
      return reader
    }
  }
}
