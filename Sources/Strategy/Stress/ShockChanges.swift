import Inventory

extension Outcome {
  /// Computes a scenario with other values of some assumptions.
  /// - Parameter changes: the values by the assumptions' ids, in their units.
  /// - Throws: `ScenarioProblems` for an assumption that is not there, or a value that is not finite.
  public init(_ scenario: Scenario, changing changes: [String: Double]) throws(ScenarioProblems) {
    var values = scenario.assumptions.map(\.value)
    var problems = ScenarioProblems()
    for (id, value) in changes.sorted(by: { $0.key < $1.key }) {
      guard let i = scenario.assumptions.firstIndex(where: { $0.id == id }) else {
        problems.add("changes", 0, scenario.unknownAssumption(id))
        continue
      }
      if !value.isFinite { problems.add("changes", 0, "the value of '\(id)' is \(value)") }
      values[i] = value
    }
    guard problems.problems.isEmpty else { throw problems }
    self.init(scenario, values: values)
  }
}

extension Scenario {
  func unknownAssumption(_ id: String) -> String {
    let near = nearestWord(to: id, in: assumptions.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
    return "there is no assumption '\(id)'\(near)"
  }
}

extension Shock {
  /// The values of a scenario's assumptions under the shock, on top of those given; cuts of supply change none.
  /// - Parameter place: where the shock was written, for problems.
  func changes(
    of scenario: Scenario, from given: [Double]? = nil, at place: Place = Place(file: "shock", line: 0)
  ) throws(ScenarioProblems) -> [Double] {
    var values = given ?? scenario.assumptions.map(\.value)
    var problems = ScenarioProblems()
    func problem(_ message: String) { problems.add(place.file, place.line, message) }
    func number(_ ids: String...) -> Int? {
      ids.lazy.compactMap { id in scenario.assumptions.firstIndex { $0.id == id } }.first
    }
    func missingPlant(_ id: String) -> String {
      let near = nearestWord(to: id, in: scenario.model.plants.map(\.plant.id)).map { "; is '\($0)' meant?" } ?? ""
      return "there is no plant '\(id)' with a capacity in Japan on \(scenario.model.asOf)\(near)"
    }
    for effect in effects {
      switch effect {
      case .cut: break
      case .delay(let years, let plants):
        for id in plants where number("plants.\(id).shift") == nil { problem(missingPlant(id)) }
        for status in scenario.model.plants where plants.isEmpty || plants.contains(status.plant.id) {
          guard let i = number("plants.\(status.plant.id).shift") else { continue }
          if status.state != .running {
            values[i] += years
          } else if !plants.isEmpty {
            problem("the plant '\(status.plant.id)' runs already: it cannot be delayed")
          }
        }
      case .plant(let id, let lost):
        if let i = number("capacity.realised.\(id)", "plants.\(id).realised") {
          values[i] *= 1 - lost
        } else {
          problem(missingPlant(id))
        }
      case .exchangeRate(let rate): values[scenario.model.exchangeRate.index] = rate
      case .demand(let region, let change):
        let prefix = region == "Japan" ? "demand.japan.electric_share." : "battery_demand.\(region)."
        var isFound = false
        for (i, assumption) in scenario.assumptions.enumerated() where assumption.id.hasPrefix(prefix) {
          guard let year = assumption.id.split(separator: ".").last.flatMap({ Int($0) }),
            year > scenario.model.asOf.year
          else { continue }
          isFound = true
          values[i] *= 1 + change
          if region == "Japan" && values[i] > 1 { problem("the electric share of \(year) would be above 1") }
        }
        if !isFound { problem("the scenario has no value of demand after \(scenario.model.asOf) for \(region)") }
      case .set(let id, let value):
        guard let i = number(id) else {
          problem(scenario.unknownAssumption(id))
          continue
        }
        if scenario.assumptions[i].unit == "fraction" && !(0...1).contains(value) {
          problem("'\(id)' is \(value.short): a fraction from 0 to 1 is expected")
        }
        values[i] = value
      }
    }
    guard problems.problems.isEmpty else { throw problems }
    return values
  }
}
