import Foundation
import Strategy
import Testing

/// Small build-outs of which the answer can be worked out by hand.
struct BuildOutTests {
  /// Demand of 10 GWh from 2023 on, one option without lead time; imports at 20.
  private func simple(years: Int = 4) -> BuildOut {
    BuildOut(
      years: Array(2022..<(2022 + years)), demand: 10,
      options: [BuildOut.Option(name: "plant", capital: 8, operating: 9, leadTime: 1, life: 8)],
      importPrice: 12,
      discountRate: 0)
  }

  /// Three years of use save 3 x 3 = 9 per GWh/yr of 8: worth it. With two they save 6: only with salvage.
  @Test func salvageDecidesTheLastYears() throws {
    var b = simple(years: 3)
    b.salvage = false
    #expect(try b.plan().additions[0].allSatisfy { $0 == 0 })
    b.salvage = true
    let plan = try b.plan()
    #expect(abs(plan.additions[0][0] - 10) < 1e-12)
    // Decided in 2022, runs 2023 and 2024: 6 of 8 years are left.
    #expect(abs(plan.salvage - 10 * 8 * 6 / 8) < 1e-9)
    b = simple(years: 4)
    b.salvage = false
    #expect(abs(try b.plan().additions[0][0] - 10) < 1e-12)
  }

  @Test func lifeEnds() throws {
    var b = simple(years: 12)
    b.options[0].life = 4
    let plan = try b.plan()
    for t in 1...4 { #expect(abs(plan.capacity[0][t] - 10) < 1e-9) }
    // What starts in 2023 ends in 2026 and is built anew in that year, to run from 2027 on.
    #expect(abs(plan.additions[0][4] - 10) < 1e-9)
  }

  @Test func pricesAreWhatOneMoreUnitChanges() throws {
    var numbers = Numbers(state: 8)
    var compared = 0
    for _ in 0..<12 {
      let b = RandomBuildOut(&numbers).buildOut
      guard let plan = try? b.plan() else { continue }
      for price in plan.prices
      where [.target, .buildRate, .people, .money, .mineral].contains(price.limit.kind) {
        let step = 1e-4 * max(price.limit.limit, 1)
        func objective(_ shift: Double) -> Double? {
          var other = b
          let place = price.limit.year.flatMap { b.years.firstIndex(of: $0) }
          func moved(_ y: Yearly) -> Yearly {
            .values(b.years.indices.map { y[$0] + ($0 == place ? shift : 0) })
          }
          switch price.limit.kind {
          case .target: other.targets[0].value += shift
          case .buildRate: other.buildRate = moved(b.buildRate)
          case .people: other.people = moved(b.people)
          case .money: other.money = moved(b.money)
          default: other.minerals[price.limit.name] = b.minerals[price.limit.name].map(moved)
          }
          return try? other.plan().objective
        }
        guard let up = objective(step), let down = objective(-step) else { continue }
        let (right, left) = ((up - plan.objective) / step, (plan.objective - down) / step)
        if abs(right - left) > 1e-5 * max(abs(right), 1e-3) { continue }
        if right.magnitude > 1e-6 { compared += 1 }
        #expect(abs(price.price - right) <= 1e-5 * max(abs(right), 1e-2), "\(price.limit)")
      }
    }
    #expect(compared > 20)
  }

  @Test func theSentenceOfThePublishedCase() throws {
    guard Project.hasShared else { return }
    let plan = try BuildOutCase.read().buildOut().plan()
    let target = try #require(plan.bindingPrices.first { $0.limit.kind == .target })
    #expect(
      target.sentence(.english, firstYear: 2022)
        == "One more GWh/yr of target “domestic” in 2030 costs 16.9 billion JPY (value in 2022).")
    #expect(
      target.sentence(.japanese, firstYear: 2022)
        == "2030年の「domestic」の目標を1GWh/年増やすと、費用が169億円増える（2022年の現在価値）。")
  }

  @Test func supportMovesCostsToThePublic() throws {
    var levers = SupportLevers()
    levers.capitalSubsidy = 0.25
    levers.investmentTaxCredit = 0.2
    levers.productionCredit = 500
    levers.electricity = .init(use: 40, reduction: 2, isPubliclyPaid: true)
    levers.loan = .init(share: 0.5, marketRate: 0.03, rate: 0.01, years: 10)
    var b = simple(years: 3)
    b.discountRate = 0.05
    let plain = b.options[0]
    let option = try levers.applied(to: plain, years: b.years, discountRate: 0.05)
    // The interest saved, year by year.
    func annuity(_ r: Double) -> Double { r / (1 - pow(1 + r, -10)) }
    let saved = (1...10).reduce(0) { $0 + (annuity(0.03) - annuity(0.01)) / pow(1.05, Double($1)) }
    let expected = 8 * (0.25 + 0.75 * 0.2 + 0.75 * 0.5 * saved)
    #expect(relative(option.publicCapital[0], expected) < 1e-12)
    #expect(relative(option.publicOperating[0], 0.5 + 0.08) < 1e-12)
    #expect(option.capital == plain.capital)
    // The whole cost of the same plan does not change; the public part is what investors no longer pay.
    b.options = [option]
    b.costs = .investors
    let plan = try b.plan()
    for (t, year) in plan.costs.enumerated() {
      let built = plan.additions[0][t] * expected + plan.made[0][t] * 0.58
      #expect(abs(year.publicPart - built) < 1e-9)
      #expect(
        relative(year.total, plan.additions[0][t] * 8 + plan.made[0][t] * 9 + plan.imports[t] * 12) < 1e-9)
    }
    // With support more is built than without.
    var without = b
    without.options = [plain]
    without.salvage = false
    b.salvage = false
    #expect(try without.plan().additions[0].reduce(0, +) < b.plan().additions[0].reduce(0, +))
  }

  @Test func publicMoneyLimitsWhatIsSupported() throws {
    var b = simple(years: 6)
    var levers = SupportLevers()
    levers.capitalSubsidy = 0.5
    b.options = [try levers.applied(to: b.options[0], years: b.years, discountRate: 0)]
    b.publicMoney = 12
    let plan = try b.plan()
    for year in plan.costs { #expect(year.publicPart <= 12 + 1e-9) }
    #expect(plan.bindingPrices.contains { $0.limit.kind == .publicMoney && $0.price < 0 })
  }

  @Test func aCurveFromLeastCostToLeastEmissions() throws {
    var numbers = Numbers(state: 21)
    var curves = 0
    for _ in 0..<14 {
      var b = RandomBuildOut(&numbers).buildOut
      b.concentrationWeights = ["nickel": 0.37, "lithium": 0.22]
      b.importConcentration = 400
      guard let plan = try? b.plan() else { continue }
      for measure in [TradeOff.Measure.emissions, .concentration] {
        let curve = try b.tradeOff(against: measure, points: 6)
        let first = try #require(curve.points.first)
        #expect(relative(first.cost, plan.objective) < 2e-9)
        if curve.points.count < 2 { continue }
        curves += 1
        for (a, c) in zip(curve.points, curve.points.dropFirst()) {
          #expect(c.cost >= a.cost * (1 - 1e-8))
          #expect(c.measure <= a.measure * (1 + 1e-8))
          #expect(c.price >= a.price * (1 - 1e-6) - 1e-9)
        }
        // A point is the optimum under its cap.
        let middle = curve.points[3]
        var capped = b
        if measure == .emissions {
          capped.emissionsCap = middle.measure
        } else {
          capped.concentrationCap = middle.measure
        }
        #expect(relative(try capped.plan().objective, middle.cost) < 1e-8)
      }
    }
    #expect(curves > 5)
  }

  @Test func aCurveOfOnePointWhereNothingIsTraded() throws {
    #expect(try simple().tradeOff(against: .emissions, points: 5).points.count == 1)
  }

  /// The limits of a build-out in every kind that prices and sentences know.
  @Test func everyKindOfLimitHasItsWords() {
    for kind in BuildOutLimit.Kind.allCases {
      let price = BuildOut.ShadowPrice(
        limit: BuildOutLimit(kind: kind, name: "x", year: 2030, limit: 1), price: -0.0325)
      let english = price.sentence(.english, firstYear: 2022)
      #expect(english.hasPrefix("One more ") && english.hasSuffix("saves 32.5 million JPY (value in 2022)."))
      #expect(!english.contains(kind.rawValue) || kind.rawValue.allSatisfy(\.isLowercase))
      #expect(price.sentence(.japanese, firstYear: 2022).contains("費用が3250万円減る"))
    }
  }

  @Test func theSameTwice() throws {
    var numbers = Numbers(state: 4)
    for _ in 0..<10 {
      let b = RandomBuildOut(&numbers).buildOut
      guard let plan = try? b.plan() else { continue }
      let again = try b.plan()
      #expect(plan.additions == again.additions && plan.prices == again.prices)
    }
  }

  @Test func lateOptionsAreNamed() throws {
    var b = simple(years: 6)
    b.options[0].leadTime = 4
    b.targets = [.init(name: "30 GWh", kind: .nameplate, year: 2025, value: 30)]
    let conflict = try #require(try b.conflict())
    #expect(conflict.members.map(\.limit.kind) == [.target])
    #expect(conflict.members[0].leastRelaxation.map { abs($0 - 30) < 1e-9 } == true)
    #expect(conflict.tooLate == ["plant": 2026])
    let sooner = try #require(conflict.leadTimes.first)
    #expect(sooner.option == "plant" && sooner.leadTime == 4 && sooner.neededLeadTime == 3)
  }

  @Test func inputsThatMakeNoSenseAreNamed() throws {
    func reasons(_ change: (inout BuildOut) -> Void) -> [String] {
      var b = simple()
      change(&b)
      do { _ = try b.plan() } catch let problems as BuildOutProblems { return problems.reasons } catch {}
      return []
    }
    #expect(
      reasons { $0.existing = [.init(name: "Himeji", nameplate: [3, -1, 3, 3], operating: 9)] }
        == ["“Himeji”: nameplate, GWh/yr: -1.0 in 2023, expected 0 or more"])
    #expect(
      reasons { $0.existing = [.init(name: "Himeji", nameplate: 3, firstYear: 2024, operating: 9)] }
        == ["“Himeji” has 3.0 GWh/yr in 2022, before it is built in 2024"])
    #expect(
      reasons { $0.targets = [.init(name: "150", kind: .nameplate, year: 2040, value: 150)] }
        == ["the target “150” is for 2040, which is outside the horizon"])
    #expect(
      reasons {
        $0.targets = [.init(name: "150", kind: .nameplate, year: 2024, value: 1, counting: ["plantt"])]
      }
        == ["the target “150” counts “plantt”, which is not there: “plant” is"])
    #expect(reasons { $0.options[0].leadTime = -1 }.count == 1)
    #expect(reasons { $0.demand = [1, 2] } == ["demand, GWh: 2 values for 4 years"])
    #expect(reasons { $0.utilisation = 85 } == ["utilisation: 85.0, expected from 0 to 1.0"])
    #expect(reasons { $0.discountRate = 5 } == ["the discount rate is 5.0: 0.05 is 5 % a year"])
    #expect(reasons { $0.years = [2022, 2024, 2025, 2026] }.count == 1)
    #expect(reasons { $0.options[0].publicCapital = 9 }.count == 1)
    #expect(reasons { _ in } == [])
  }
}
