import SupplyGraph

/// Warnings about a chain without errors.
extension ChainReader {
  mutating func review() {
    warnOfUncountedFlows()
    warnOfUnfedIndicators()
    warnOfMassBalance()
  }

  private mutating func warnOfUncountedFlows() {
    let uncounted = isCounted.indices.filter { !isCounted[$0] }
    guard let first = uncounted.first else { return }
    let row = chain.flows.flow.firstIndex(of: Int32(first)) ?? 0
    let names = uncounted.prefix(5).map { "'\(chain.flowName($0))'" }.joined(separator: ", ")
    let more = uncounted.count > 5 ? " and \(uncounted.count - 5) more" : ""
    problems.warning(
      ChainFile.flows.fileName, chain.line(ofFlowRow: row),
      uncounted.count == 1
        ? "flow \(names) is counted by no indicator"
        : "\(uncounted.count) flows are counted by no indicator: \(names)\(more)")
  }

  private mutating func warnOfUnfedIndicators() {
    var occurs = [Bool](repeating: false, count: chain.flowCount)
    for flow in chain.flows.flow { occurs[Int(flow)] = true }
    var hasFactor = [Bool](repeating: false, count: chain.indicators.count)
    var isFed = hasFactor
    for row in chain.factors.factor.indices {
      let indicator = Int(chain.factors.indicator[row])
      hasFactor[indicator] = true
      if occurs[Int(chain.factors.flow[row])] && chain.factors.factor[row] != 0 { isFed[indicator] = true }
    }
    for (k, indicator) in chain.indicators.enumerated() where !isFed[k] {
      problems.warning(
        ChainFile.indicators.fileName, indicatorLines[k],
        hasFactor[k]
          ? "nothing feeds indicator '\(indicator.id)': none of the flows it counts is in flows.csv"
          : "nothing feeds indicator '\(indicator.id)': it has no factors")
    }
  }

  /// Activities whose product weighs more than everything that goes into it.
  ///
  /// The format does not tell a resource from an emission, so that every flow that is a mass counts as going
  /// in: what
  /// is reported is too heavy even then. Activities without any input in mass (closures that only carry
  /// emissions)
  /// and those that take something that may be a material but is not weighed are not judged.
  private mutating func warnOfMassBalance() {
    let kilograms = chain.units.kilograms
    let mayWeigh = (0..<chain.units.count).map { unit -> Bool in
      let dimension = chain.units.dimension(Int32(unit))
      return dimension == nil
        || ["volume", "items", "length", "area", "amount of substance"].contains(dimension)
    }
    let n = chain.activityCount
    var mass = [Double](repeating: 0, count: n)
    var isWeighed = [Bool](repeating: false, count: n)
    var isUnclear = [Bool](repeating: false, count: n)
    var ownUse = [Double](repeating: 0, count: n)
    let exchanges = chain.exchanges
    let activityUnits = chain.activityUnits
    for row in 0..<exchanges.count where exchanges.amount[row] > 0 {
      let (j, i, amount) = (Int(exchanges.activity[row]), Int(exchanges.input[row]), exchanges.amount[row])
      let unit = Int(activityUnits[i])
      if i == j {
        ownUse[j] += amount
      } else if kilograms[unit] > 0 {
        mass[j] += amount * kilograms[unit]
        isWeighed[j] = true
      } else if mayWeigh[unit] {
        isUnclear[j] = true
      }
    }
    let flowKilograms = chain.flowUnits.map { $0 < 0 ? 0 : kilograms[Int($0)] }
    let flowMayWeigh = chain.flowUnits.map {
      $0 < 0 || (mayWeigh[Int($0)] && chain.units.dimension($0) != "area")
    }
    let flows = chain.flows
    for row in 0..<flows.count {
      let (j, flow) = (Int(flows.activity[row]), Int(flows.flow[row]))
      if flowKilograms[flow] > 0 {
        mass[j] += abs(flows.amount[row]) * flowKilograms[flow]
      } else if flowMayWeigh[flow] {
        isUnclear[j] = true
      }
    }
    for j in 0..<n where isWeighed[j] && !isUnclear[j] {
      let unit = Int(chain.activityUnits[j])
      let product = (chain.outputs[j] - ownUse[j]) * kilograms[unit]
      guard product > mass[j] * 1.001 else { continue }
      problems.warning(
        ChainFile.activities.fileName, chain.line(ofActivity: j),
        "'\(chain.id(of: j))' makes \(rounded(product)) kg out of \(rounded(mass[j])) kg: its "
          + "product weighs more than "
          + "all its inputs and flows in units of mass")
    }
  }
}

/// A number with four significant digits, for messages.
func rounded(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return "\(value)" }
  var magnitude = 1.0
  while abs(value) / magnitude >= 10_000 { magnitude *= 10 }
  while abs(value) / magnitude < 1_000 { magnitude /= 10 }
  let digits = (value / magnitude).rounded()
  let number = magnitude < 1 ? digits / (1 / magnitude).rounded() : digits * magnitude
  return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
}
