import Foundation
import Strategy

/// The build-out that `buildout.py` makes up.
private struct Instance: Decodable {
  struct Option: Decodable {
    let capital, operating, perYear, total, people, emissions: Double
    let lead, life: Int
    let minerals: [Double]
  }
  let options: [Option]
  let demand, importPrice, people, money, buildRate: [Double]
  let existing, existingOperating, utilisation, yield, discountRate, importEmissions: Double
  let limits, targets: [[Double]]
  let salvage: Bool

  /// What a reader of a scenario would hand over: the peers' data are in memory, too.
  var buildOut: BuildOut {
    let minerals = ["lithium", "nickel", "cobalt", "manganese", "graphite", "copper"]
    let years = Array(2020..<(2020 + demand.count))
    var b = BuildOut(
      years: years, demand: .values(demand),
      options: options.enumerated().map { place, o in
        var option = BuildOut.Option(
          name: "plant \(place)", capital: .constant(o.capital), operating: .constant(o.operating),
          leadTime: o.lead,
          life: o.life)
        (option.maximumTotal, option.maximumPerYear) = (o.total, .constant(o.perYear))
        (option.people, option.emissions) = (o.people, .constant(o.emissions))
        option.minerals = Dictionary(uniqueKeysWithValues: zip(minerals, o.minerals))
        return option
      }, importPrice: .values(importPrice), discountRate: discountRate)
    b.existing = [
      .init(name: "there", nameplate: .constant(existing), operating: .constant(existingOperating))
    ]
    (b.utilisation, b.yield) = (.constant(utilisation), .constant(yield))
    b.importEmissions = .constant(importEmissions)
    b.minerals = Dictionary(uniqueKeysWithValues: zip(minerals, limits.map(Yearly.values)))
    (b.people, b.money, b.buildRate) = (.values(people), .values(money), .values(buildRate))
    b.targets = targets.map {
      .init(name: "target \($0[0])", kind: .nameplate, year: years[Int($0[0])], value: $0[1])
    }
    b.salvage = salvage
    return b
  }
}

extension Task {
  /// Builds and solves a build-out, with the check of its answer and the prices of all limits.
  init(buildOut folder: URL) throws {
    let data = try Data(contentsOf: folder.appendingPathComponent("buildout.json"))
    let buildOut = try JSONDecoder().decode(Instance.self, from: data).buildOut
    run = {
      let plan = try buildOut.plan()
      return { ["scores": [plan.objective], "check": plan.check.worst] }
    }
  }
}
