import Foundation
import Values

/// What the text of PACT v3 demands of a ProductFootprint beyond its schema.
struct FootprintRules {
  private let document: JSONValue
  private let pcf: JSONValue
  private(set) var problems: [PactProblem] = []

  init(_ document: JSONValue) {
    self.document = document
    pcf = document["pcf"] ?? .object([:])
  }

  mutating func check() {
    checkNames()
    checkPeriods()
    checkRanges()
    checkPackagingAndCapture()
    checkSums()
  }

  private mutating func wrong(_ pointer: String, _ message: String) {
    problems.append(PactProblem(pointer, message, .text))
  }

  private mutating func advise(_ pointer: String, _ message: String) {
    problems.append(PactProblem(pointer, message, .advice))
  }

  private func figure(_ name: String) -> Double? { pcf[name]?.string.flatMap { Double($0) } }

  private mutating func checkNames() {
    for name in ["companyIds", "productIds", "productClassifications"] {
      for (index, value) in (document[name]?.array ?? []).enumerated() {
        guard let text = value.string, text.lowercased().hasPrefix("urn:"), !PactURN.isValid(text) else {
          continue
        }
        wrong("/\(name)/\(index)", "'\(text.prefix(80))' is no URN of RFC 8141")
      }
    }
    if let version = document["specVersion"]?.string, !version.hasPrefix("3.") {
      wrong("/specVersion", "'\(version.prefix(20))' is no version 3")
    }
    if let id = document["id"]?.string?.lowercased(),
      (document["precedingPfIds"]?.array ?? []).contains(where: { $0.string?.lowercased() == id })
    {
      wrong("/precedingPfIds", "names the footprint itself")
    }
    for (index, rule) in (pcf["productOrSectorSpecificRules"]?.array ?? []).enumerated()
    where rule["operator"] == "Other" && rule["otherOperatorName"] == nil {
      wrong(
        "/pcf/productOrSectorSpecificRules/\(index)/otherOperatorName", "is missing: the operator is Other")
    }
    for (index, value) in (pcf["crossSectoralStandards"]?.array ?? []).enumerated() {
      guard let text = value.string, !FootprintRules.standards.contains(text) else { continue }
      advise(
        "/pcf/crossSectoralStandards/\(index)",
        "'\(text.prefix(40))' is none of \(FootprintRules.standards.joined(separator: ", "))")
    }
  }

  static let standards = [
    "ISO14067", "ISO14083", "ISO14040-44", "GHGP-Product", "PEF", "PACT-1.0", "PACT-2.0", "PACT-3.0",
    "PAS2050",
  ]

  private mutating func checkPeriods() {
    func time(_ value: JSONValue?) -> Timestamp? { value?.string.flatMap { Timestamp($0) } }
    let validity = (time(document["validityPeriodStart"]), time(document["validityPeriodEnd"]))
    if let start = validity.0, let end = validity.1, start > end {
      wrong("/validityPeriodEnd", "is before validityPeriodStart")
    }
    if (document["validityPeriodStart"] == nil) != (document["validityPeriodEnd"] == nil) {
      advise("/validityPeriodStart", "only one end of the validity period is stated")
    }
    if let start = time(pcf["referencePeriodStart"]), let end = time(pcf["referencePeriodEnd"]), start >= end
    {
      wrong("/pcf/referencePeriodEnd", "is not after referencePeriodStart")
    }
  }

  private mutating func checkRanges() {
    for name in Shape.requiredFigures + Shape.optionalFigures {
      guard let value = figure(name) else { continue }
      if FootprintRules.notPositive.contains(name) {
        if value > 0 { wrong("/pcf/\(name)", "must not be above 0: it is a removal or an uptake") }
      } else if name == "declaredUnitAmount" {
        if value <= 0 { wrong("/pcf/\(name)", "must be above 0") }
      } else if !FootprintRules.anySign.contains(name), value < 0 {
        wrong("/pcf/\(name)", "must not be below 0")
      }
      if name == "exemptedEmissionsPercent" || name == "primaryDataShare", value > 100 {
        wrong("/pcf/\(name)", "must not be above 100 percent")
      }
    }
    for name in ["technologicalDQR", "geographicalDQR", "temporalDQR"] {
      if let value = pcf["dqi"]?[name]?.string.flatMap({ Double($0) }), !(1...5).contains(value) {
        wrong("/pcf/dqi/\(name)", "must be between 1 and 5")
      }
    }
    if pcf["declaredUnitOfMeasurement"] == "kilogram", let amount = figure("declaredUnitAmount"),
      let mass = figure("productMassPerDeclaredUnit"), abs(amount - mass) > 1e-6 * abs(amount)
    {
      advise("/pcf/productMassPerDeclaredUnit", "is not the declared amount of kilograms")
    }
  }

  private static let notPositive: Set = [
    "landManagementBiogenicCO2Removals", "biogenicCO2Uptake", "ccsTechnologicalCO2Capture",
    "technologicalCO2Removals",
  ]
  private static let anySign: Set = ["pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake"]

  private mutating func checkPackagingAndCapture() {
    if pcf["packagingEmissionsIncluded"] == false, pcf["packagingGhgEmissions"] != nil {
      wrong("/pcf/packagingGhgEmissions", "must not be there: packaging is not included")
    }
    if pcf["packagingEmissionsIncluded"] == true, pcf["packagingGhgEmissions"] == nil {
      advise("/pcf/packagingGhgEmissions", "should be there: packaging is included")
    }
    if pcf["ccsTechnologicalCO2CaptureIncluded"] == false {
      for name in ["ccsTechnologicalCO2Capture", "technologicalCO2Removals", "technologicalCO2CaptureOrigin"]
      where pcf[name] != nil {
        wrong("/pcf/\(name)", "must not be there: no capture is included")
      }
    }
    if let share = figure("primaryDataShare"), share < 100, pcf["secondaryEmissionFactorSources"] == nil {
      advise("/pcf/secondaryEmissionFactorSources", "should name the secondary data that were used")
    }
  }

  private mutating func checkSums() {
    let names = [
      "fossilGhgEmissions", "landUseChangeGhgEmissions", "landManagementBiogenicCO2Emissions",
      "landManagementBiogenicCO2Removals", "technologicalCO2Removals", "ccsTechnologicalCO2Capture",
      "biogenicNonCO2Emissions",
    ]
    let parts = names.compactMap(exact)
    let sum = parts.reduce(0, +)
    // Each figure may be rounded: a thousandth of what goes into the sum.
    let tolerance = (parts.reduce(0) { $0 + abs($1) }) / 1000
    let uptake = exact("biogenicCO2Uptake") ?? 0
    if let value = exact("pcfExcludingBiogenicUptake"), abs(value - sum) > tolerance {
      advise("/pcf/pcfExcludingBiogenicUptake", "its parts add up to \(DecimalText.write(sum))")
    }
    if let value = exact("pcfIncludingBiogenicUptake"),
      abs(value - sum - uptake) > tolerance + abs(uptake) / 1000
    {
      advise("/pcf/pcfIncludingBiogenicUptake", "its parts add up to \(DecimalText.write(sum + uptake))")
    }
  }

  private func exact(_ name: String) -> Decimal? { pcf[name]?.string.flatMap { DecimalText.parse($0) } }
}
