import Foundation
import Testing

import Strategy

/// The published case of a least-cost build-out.
struct BuildOutCase: Decodable {
  struct Technology: Decodable {
    let capex_JPY_per_GWh: Double
    let max_total_GWh: Double
  }
  struct Inputs: Decodable {
    let demand_GWh: [Double]
    let capacity_2022_GWh: Double
    let utilisation: Double
    let yield: Double
    let lead_time_years: Int
    let discount_rate: Double
    let import_price_JPY_per_GWh: Double
    let variable_cost_JPY_per_GWh: Double
    let max_addition_GWh_per_year: Double
    let technologies: [String: Technology]
    let target_GWh_2030: Double
  }
  struct Expected: Decodable {
    let objective_JPY: Double
    let dual_of_target_JPY_per_GWh: Double
    let objective_without_target_JPY: Double
  }
  let years: [Int]
  let inputs: Inputs
  let expected: Expected

  static func read() throws -> BuildOutCase {
    let data = try Data(contentsOf: URL(fileURLWithPath: Project.shared + "/cases/case4_least_cost_lp.json"))
    return try JSONDecoder().decode(BuildOutCase.self, from: data)
  }

  /// The same in billion JPY, or in another unit of money.
  func buildOut(money: Double = 1e9) -> BuildOut {
    let options = inputs.technologies.sorted { $0.key < $1.key }.map { name, technology in
      var option = BuildOut.Option(
        name: name, capital: .constant(technology.capex_JPY_per_GWh / money),
        operating: .constant(inputs.variable_cost_JPY_per_GWh / money), leadTime: inputs.lead_time_years,
        life: 50)
      option.maximumTotal = technology.max_total_GWh
      return option
    }
    var buildOut = BuildOut(
      years: years, demand: .values(inputs.demand_GWh), options: options,
      importPrice: .constant(inputs.import_price_JPY_per_GWh / money), discountRate: inputs.discount_rate)
    buildOut.existing = [
      BuildOut.Existing(
        name: "there in 2022", nameplate: .constant(inputs.capacity_2022_GWh),
        operating: .constant(inputs.variable_cost_JPY_per_GWh / money))
    ]
    buildOut.utilisation = .constant(inputs.utilisation)
    buildOut.yield = .constant(inputs.yield)
    buildOut.buildRate = .constant(inputs.max_addition_GWh_per_year)
    buildOut.salvage = false
    buildOut.targets = [.init(name: "domestic", kind: .nameplate, year: 2030, value: inputs.target_GWh_2030)]
    return buildOut
  }
}

func relative(_ a: Double, _ b: Double) -> Double { abs(a - b) / max(abs(a), abs(b), .leastNormalMagnitude) }

@Suite(.enabled(if: Project.hasShared, "the shared cases are not there"))
struct BuildOutCaseTests {
  @Test(arguments: [1e9, 1, 1e12]) func objectiveAndPriceOfTheTarget(money: Double) throws {
    let published = try BuildOutCase.read()
    let plan = try published.buildOut(money: money).plan()
    #expect(relative(plan.objective * money, published.expected.objective_JPY) < 1e-9)
    let price = try #require(plan.prices.first { $0.limit.kind == .target })
    #expect(relative(price.price * money, published.expected.dual_of_target_JPY_per_GWh) < 1e-9)
    #expect(price.limit.limit == 150)
    #expect(plan.nameplate.last.map { abs($0 - 150) < 1e-9 } == true)
    #expect(plan.check.worst < 1e-12)
  }

  @Test func withoutTheTarget() throws {
    let published = try BuildOutCase.read()
    var buildOut = published.buildOut()
    buildOut.targets = []
    #expect(
      relative(try buildOut.plan().objective * 1e9, published.expected.objective_without_target_JPY) < 1e-9)
  }
}
