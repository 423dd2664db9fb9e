/// Where a score comes from. Each of these adds up to the score.
extension SupplyGraph {
  /// By activity: what its own flows add, `characterised · runs`.
  public func contributions(to indicator: Int, in solution: Solution) -> [Double] {
    (0..<activityCount).map { characterised[$0 * indicatorCount + indicator] * solution.runs[$0] }
  }

  /// By group of activities, for example life-cycle stages.
  ///
  /// - Parameters:
  ///   - group: the group of each activity, `0 ..< groups`.
  public func contributions(
    to indicator: Int, in solution: Solution, by group: [Int32], groups: Int
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: groups)
    for j in 0..<activityCount {
      sums[Int(group[j])] += characterised[j * indicatorCount + indicator] * solution.runs[j]
    }
    return sums
  }

  /// By flow: emissions and resources, summed over all activities.
  public func contributionsByFlow(to indicator: Int, in solution: Solution) -> [Double] {
    var weight = [Double](repeating: 0, count: flows.flowCount)
    for row in factors.flow.indices where Int(factors.indicator[row]) == indicator {
      weight[Int(factors.flow[row])] += factors.factor[row]
    }
    var sums = [Double](repeating: 0, count: flows.flowCount)
    for row in 0..<flows.count {
      let flow = Int(flows.flow[row])
      if weight[flow] != 0 {
        sums[flow] += weight[flow] * flows.amount[row] * solution.runs[Int(flows.activity[row])]
      }
    }
    return sums
  }
}

/// A product, what making it emits directly, and its suppliers in turn: `total = direct + Σ suppliers.total + rest`.
public struct SupplierTree: Sendable {
  /// The activity that makes the product.
  public let activity: Int
  /// How much of its product this branch takes.
  public let amount: Double
  /// The indicator's value of that amount with all its suppliers.
  public let total: Double
  /// The part that comes from the activity's own flows.
  public let direct: Double
  /// Suppliers above the cut, largest first.
  public let suppliers: [SupplierTree]
  /// Suppliers below the cut, together.
  public let rest: Double
}

extension SupplyGraph {
  /// The supplier paths behind an amount of a product, as a tree cut where a branch is below a share of the total.
  ///
  /// - Parameters:
  ///   - share: branches smaller than this share of the whole go into `rest`; 0.01 is one per cent, 0.0001 the least.
  ///   - maximumDepth: tiers of suppliers; loops make paths endless.
  public func supplierTree(
    of product: Int, amount: Double = 1, indicator: Int, intensities: Intensities, cutAt share: Double,
    maximumDepth: Int = 20
  ) -> SupplierTree {
    let total = intensities[product, indicator] * amount
    let cut = max(1e-4, share) * total.magnitude
    return branch(product, amount, indicator, intensities, cut, maximumDepth)
  }

  private func branch(
    _ activity: Int, _ amount: Double, _ indicator: Int, _ intensities: Intensities, _ cut: Double,
    _ depth: Int
  ) -> SupplierTree {
    var taken: [Int: Double] = [:]
    var own = 0.0
    for k in Int(inputStart[activity])..<Int(inputStart[activity + 1]) {
      let input = Int(inputs[k])
      if input == activity { own += amounts[k] } else { taken[input, default: 0] += amounts[k] }
    }
    let runs = amount / (outputs[activity] - own)
    let total = intensities[activity, indicator] * amount
    let direct = characterised[activity * indicatorCount + indicator] * runs
    var suppliers: [SupplierTree] = []
    for (input, perRun) in taken {
      let size = (intensities[input, indicator] * perRun * runs).magnitude
      if depth > 0 && size > 0 && size >= cut {
        suppliers.append(branch(input, perRun * runs, indicator, intensities, cut, depth - 1))
      }
    }
    suppliers.sort {
      ($0.total.magnitude, -$0.activity) > ($1.total.magnitude, -$1.activity)
    }
    let rest = suppliers.reduce(total - direct) { $0 - $1.total }
    let isWhole = suppliers.count == taken.filter { intensities[$0.key, indicator] != 0 }.count
    return SupplierTree(
      activity: activity, amount: amount, total: total, direct: direct, suppliers: suppliers,
      rest: isWhole ? 0 : rest)
  }
}
