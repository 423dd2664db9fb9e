import Foundation
import Strategy
import Testing

/// A random build-out in the words of `build_out.py`.
struct RandomBuildOut: Encodable {
  struct Option: Encodable {
    let capital, operating, perYear, total, people, emissions: Double
    let lead, life, earliest: Int
    let minerals: [String: Double]
  }
  struct Existing: Encodable {
    let nameplate: [Double]
    let operating, people, emissions: Double
    let minerals: [String: Double]
  }
  let demand: [Double]
  let options: [Option]
  let existing: [Existing]
  let utilisation, yield, discountRate, importPrice, importEmissions, buildRate, money, people: Double
  let minerals: [String: Double]
  let target: Double
  let targetPlace: Int
  let salvage: Bool
  var emissionsCap: Double?

  init(_ numbers: inout Numbers) {
    let years = 6 + numbers.below(10)
    func use(_ numbers: inout Numbers) -> [String: Double] {
      ["nickel": numbers.between(0, 700), "lithium": numbers.between(90, 130)]
    }
    var growing = numbers.between(5, 20)
    demand = (0..<years).map { _ in
      growing *= numbers.between(1, 1.3)
      return growing
    }
    options = (0..<(2 + numbers.below(5))).map { _ in
      Option(
        capital: numbers.between(8, 30), operating: numbers.between(7, 10), perYear: numbers.between(2, 15),
        total: numbers.between(10, 80), people: numbers.between(80, 180),
        emissions: numbers.between(3e4, 9e4),
        lead: numbers.below(4), life: 2 + numbers.below(15), earliest: numbers.below(3),
        minerals: use(&numbers))
    }
    existing = (0..<2).map { _ in
      Existing(
        nameplate: (0..<years).map { _ in numbers.between(4, 12) }, operating: numbers.between(7, 11),
        people: numbers.between(80, 180), emissions: numbers.between(3e4, 9e4), minerals: use(&numbers))
    }
    (utilisation, yield, discountRate) = (
      numbers.between(0.7, 1), numbers.between(0.8, 1), numbers.between(0, 0.1)
    )
    (importPrice, importEmissions) = (numbers.between(9, 14), numbers.between(5e4, 1e5))
    (buildRate, money, people) = (
      numbers.between(8, 25), numbers.between(150, 500), numbers.between(3e3, 9e3)
    )
    minerals = ["nickel": numbers.between(6e3, 3e4), "lithium": numbers.between(1e3, 6e3)]
    (target, targetPlace) = (numbers.between(20, 60), years - 1 - numbers.below(3))
    salvage = numbers.below(2) == 0
  }

  var buildOut: BuildOut {
    let years = Array(2022..<(2022 + demand.count))
    var b = BuildOut(
      years: years, demand: .values(demand),
      options: options.enumerated().map { place, o in
        var option = BuildOut.Option(
          name: "option \(place)", capital: .constant(o.capital), operating: .constant(o.operating),
          leadTime: o.lead, life: o.life)
        option.earliestYear = 2022 + o.earliest
        (option.maximumTotal, option.maximumPerYear) = (o.total, .constant(o.perYear))
        (option.minerals, option.people, option.emissions) = (o.minerals, o.people, .constant(o.emissions))
        return option
      }, importPrice: .constant(importPrice), discountRate: discountRate)
    b.existing = existing.enumerated().map { place, e in
      BuildOut.Existing(
        name: "plant \(place)", nameplate: .values(e.nameplate), operating: .constant(e.operating),
        minerals: e.minerals, people: e.people, emissions: .constant(e.emissions))
    }
    (b.utilisation, b.yield) = (.constant(utilisation), .constant(yield))
    b.importEmissions = .constant(importEmissions)
    (b.buildRate, b.money, b.people) = (.constant(buildRate), .constant(money), .constant(people))
    b.minerals = minerals.mapValues { .constant($0) }
    b.targets = [.init(name: "capacity", kind: .nameplate, year: years[targetPlace], value: target)]
    b.salvage = salvage
    b.emissionsCap = emissionsCap ?? .infinity
    return b
  }
}

struct BuildOutPeerTests {
  private struct Answer: Decodable {
    let status: Int
    let objective: Double?
  }

  private func ask(_ cases: [RandomBuildOut]) throws -> [Answer] {
    let script = Project.root + "/Tests/StrategyTests/build_out.py"
    return try JSONDecoder().decode(
      [Answer].self, from: run(Project.python, [script], input: JSONEncoder().encode(cases)))
  }

  /// Another formulation (no capacity variables) solved by another solver gives the same least cost.
  @Test(.enabled(if: Project.hasPython, "the peers are not installed")) func agreesWithAnotherFormulation()
    throws
  {
    var numbers = Numbers(state: 2030)
    var cases = (0..<80).map { _ in RandomBuildOut(&numbers) }
    for place in cases.indices where place % 4 == 0 {
      guard let plan = try? cases[place].buildOut.plan() else { continue }
      cases[place].emissionsCap = plan.totalEmissions * 0.995
    }
    var (solved, impossible) = (0, 0)
    for (one, answer) in zip(cases, try ask(cases)) {
      let buildOut = one.buildOut
      if let objective = answer.objective {
        let plan = try buildOut.plan()
        solved += 1
        #expect(relative(plan.objective, objective) < 1e-9)
        try balances(buildOut, plan)
      } else {
        #expect(answer.status == 2)
        impossible += 1
        #expect(throws: LinearProgrammeProblem.infeasible) { try buildOut.plan() }
        try explained(buildOut)
      }
    }
    #expect(solved > 20)
    #expect(impossible > 5)
  }

  /// Every year: demand is met, plants make what they can, costs add up to the objective.
  private func balances(_ b: BuildOut, _ plan: BuildOut.Plan) throws {
    var objective = 0.0
    for (t, _) in b.years.enumerated() {
      #expect(relative(plan.output[t] + plan.imports[t], b.demand[t]) < 1e-9)
      #expect(plan.output[t] <= plan.nameplate[t] * b.utilisation[t] * b.yield[t] * (1 + 1e-9))
      #expect(plan.people[t] <= b.people[t] * (1 + 1e-9))
      for (mineral, limit) in b.minerals { #expect(plan.minerals[mineral]?[t] ?? 0 <= limit[t] * (1 + 1e-9)) }
      objective += plan.costs[t].total / pow(1 + b.discountRate, Double(t))
    }
    objective -= plan.salvage / pow(1 + b.discountRate, Double(b.years.count))
    #expect(relative(objective, plan.objective) < 1e-9)
    #expect(plan.totalEmissions <= b.emissionsCap * (1 + 1e-9))
  }

  /// Without any one of the limits named the build-out is possible, and so it is with the least relaxation.
  private func explained(_ b: BuildOut) throws {
    let conflict = try #require(try b.conflict())
    #expect(!conflict.members.isEmpty)
    for member in conflict.members {
      guard let least = member.leastRelaxation else { continue }
      #expect(least > 0)
      for (share, possible) in [(1.0 + 1e-6, true), (0.999, false)] {
        var other = b
        let place = member.limit.year.flatMap { b.years.firstIndex(of: $0) }
        let shift = least * share
        func raised(_ limits: Yearly) -> Yearly {
          .values(b.years.indices.map { limits[$0] + ($0 == place ? shift : 0) })
        }
        let option = b.options.firstIndex { $0.name == member.limit.name }
        switch member.limit.kind {
        case .target: other.targets[0].value -= shift
        case .buildRate: other.buildRate = raised(b.buildRate)
        case .money: other.money = raised(b.money)
        case .people: other.people = raised(b.people)
        case .mineral: other.minerals[member.limit.name] = b.minerals[member.limit.name].map(raised)
        case .optionTotal: if let option { other.options[option].maximumTotal += shift }
        case .optionYear:
          if let option { other.options[option].maximumPerYear = raised(b.options[option].maximumPerYear) }
        default: continue
        }
        #expect(((try? other.plan()) != nil) == possible, "\(member)")
      }
    }
    for sooner in conflict.leadTimes {
      var other = b
      for o in other.options.indices where other.options[o].name == sooner.option {
        other.options[o].leadTime = sooner.neededLeadTime
      }
      #expect(throws: Never.self) { try other.plan() }
    }
  }
}
