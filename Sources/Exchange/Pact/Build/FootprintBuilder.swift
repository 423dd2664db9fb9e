import Foundation
import Values

/// Makes a ProductFootprint of a part from its totals, the company's profile and what is known of the product.
/// Nothing is made up: what PACT requires and nobody has said is refused by name.
struct FootprintBuilder {
  var profile: PactProfile
  var part: Part
  var product: PactProduct
  var totals: Totals
  /// The version that this one takes the place of.
  var preceding: Identifier?
  /// The node's public URL.
  var base: String
  var now: Timestamp

  /// - Throws: `Refusal.invalid` naming the field that has to be filled first.
  func document(id: Identifier) throws -> JSONValue {
    guard profile.confirmed else {
      throw Refusal.invalid(
        field: "profile", "must be confirmed first: what every footprint of the company states")
    }
    guard totals.missing.isEmpty else {
      throw Refusal.invalid(
        field: "totals", "are too low: the footprint of \(totals.missing.count) component(s) is not known")
    }
    var document: [String: JSONValue] = [
      "id": .string(id.description), "specVersion": "3.0.0", "created": .string(now.secondsText),
      "status": "Active", "companyName": .string(profile.companyName),
      "companyIds": .array(profile.companyIDs.map { .string($0) }),
      "productDescription": .string(product.description ?? part.label ?? part.name),
      "productIds": .array(productIDs.map { .string($0) }),
      "productNameCompany": .string(part.label ?? part.name),
    ]
    if !product.classifications.isEmpty {
      document["productClassifications"] = .array(product.classifications.map { .string($0) })
    }
    if let preceding { document["precedingPfIds"] = [.string(preceding.description)] }
    if let days = profile.validDays {
      document["validityPeriodStart"] = .string(now.secondsText)
      document["validityPeriodEnd"] = .string((now + .seconds(days * 86_400)).secondsText)
    }
    let emissions = try emissions()
    document["pcf"] = .object(try pcf(emissions))
    if let stages = emissions.stagesExtension(base: base) { document["extensions"] = [stages] }
    let problems = PactCheck.footprint(.object(document)).filter { $0.level != .advice }
    if let first = problems.first {
      throw Refusal.invalid(field: first.pointer, problems.summary)
    }
    return .object(document)
  }

  private var productIDs: [String] {
    var seen: Set<String> = []
    return (product.productIDs + part.productIDs(domain: profile.domain)).filter {
      seen.insert($0.lowercased()).inserted
    }
  }

  private func emissions() throws -> PactEmissions {
    guard let pre = DecimalText.decimal(totals.sum.pre), let main = DecimalText.decimal(totals.sum.main)
    else {
      throw Refusal.invalid(field: "totals", "are no numbers")
    }
    return LifeCycleMapping.pact(
      OuranosTotal(unit: totals.unit, total: Stages(pre: pre, main: main), quality: totals.quality)
    ).value
  }

  private func pcf(_ emissions: PactEmissions) throws -> [String: JSONValue] {
    var pcf = emissions.members
    pcf["productMassPerDeclaredUnit"] = .string(try text(mass, "mass"))
    guard let carbon = product.fossilCarbon else {
      throw Refusal.invalid(
        field: "fossilCarbon", "is missing: PACT asks for the kilograms of fossil carbon in one unit")
    }
    pcf["fossilCarbonContent"] = .string(try text(carbon, "fossilCarbon"))
    if let carbon = product.biogenicCarbon {
      pcf["biogenicCarbonContent"] = .string(try text(carbon, "biogenicCarbon"))
    }
    if let share = product.primaryDataShare {
      pcf["primaryDataShare"] = .string(try text(share, "primaryDataShare"))
    }
    pcf["referencePeriodStart"] = .string(profile.referencePeriodStart.secondsText)
    pcf["referencePeriodEnd"] = .string(profile.referencePeriodEnd.secondsText)
    switch profile.place {
    case .world: break
    case .region(let name): pcf["geographyRegionOrSubregion"] = .string(name)
    case .country(let code): pcf["geographyCountry"] = .string(code)
    case .subdivision(let code): pcf["geographyCountrySubdivision"] = .string(code)
    }
    pcf["ipccCharacterizationFactors"] = .array(profile.characterizationFactors.map { .string($0) })
    pcf["crossSectoralStandards"] = .array(profile.standards.map { .string($0) })
    pcf["exemptedEmissionsPercent"] = .string(try text(profile.exemptedPercent, "exemptedPercent"))
    pcf["packagingEmissionsIncluded"] = .bool(profile.packagingIncluded)
    return pcf
  }

  /// kg for one unit; energy and transport have none.
  private var mass: Double {
    get throws {
      switch totals.unit {
      case .kilogram: return 1
      case .kilowattHour, .megajoule, .tonKilometer: return 0
      case .liter, .cubicMeter, .squareMeter, .unit:
        guard let mass = product.mass else {
          throw Refusal.invalid(field: "mass", "is missing: the kilograms of one \(totals.unit.rawValue)")
        }
        return mass
      }
    }
  }

  private func text(_ value: @autoclosure () throws -> Double, _ field: String) throws -> String {
    guard let decimal = DecimalText.decimal(try value()) else {
      throw Refusal.invalid(field: field, "is no number")
    }
    return DecimalText.write(decimal)
  }
}
