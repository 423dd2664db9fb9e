/// A supply chain as one sparse system: what each activity makes, takes and emits, for one run of it.
///
/// With T(j,j) = output of j less what it takes of its own product and T(i,j) = -amount, a demand d needs the
/// runs s = T⁻¹ d, and an indicator with c(j) per run of j scores c · s.
///
/// Storage is compressed by activity (a column of T): the inputs of activity j are the entries
/// `inputStart[j] ..< inputStart[j + 1]` of `inputs` and `amounts`. An input may occur more than once in a
/// column (its amounts add up) and may be the activity itself (own use). Indices are 32 bits wide.
public struct SupplyGraph: Sendable {
  /// The number of activities, each of which makes one product.
  public let activityCount: Int
  /// The number of indicators.
  public let indicatorCount: Int
  /// Product made by one run of each activity; negative for the treatment of a waste.
  public let outputs: [Double]
  /// Where the inputs of each activity start: `activityCount + 1` offsets.
  public let inputStart: [Int32]
  /// The supplying activity of each input.
  public let inputs: [Int32]
  /// The amount of each input for one run, in the unit of the supplier's product.
  public let amounts: [Double]
  /// For each input, the exchange row it came from; nil where rows came in column order already.
  public let inputRow: [Int32]?
  /// Uncertainty of each input, in column order; nil where no exchange has any.
  public let inputDistributions: Distributions?
  /// What activities take from and give to the environment, by row.
  public let flows: FlowTable
  /// The weight of each flow in each indicator.
  public let factors: FactorTable
  /// Indicators of one run of each activity: `characterised[j * indicatorCount + k]`.
  public let characterised: [Double]
  /// A stable hash of each activity's id, and of each flow's: draws of uncertain rows are keyed by these.
  public let activityKeys: [UInt64]
  /// A stable hash of each flow's id.
  public let flowKeys: [UInt64]
  /// Whether any exchange or flow has a distribution.
  public var isUncertain: Bool { inputDistributions != nil || flows.distributions != nil }

  /// Builds the system from rows in any order.
  ///
  /// - Parameters:
  ///   - outputs: product of one run of each activity; finite and not zero.
  ///   - exchanges: one row an input. Indices are positions in `outputs`.
  ///   - flows: one row an emission, resource or other flow.
  ///   - factors: weights of flows in indicators.
  ///   - indicatorCount: the number of indicators.
  ///   - activityKeys: a stable hash an activity.
  ///   - flowKeys: a stable hash a flow.
  public init(
    outputs: [Double], exchanges: ExchangeTable, flows: FlowTable, factors: FactorTable,
    indicatorCount: Int, activityKeys: [UInt64], flowKeys: [UInt64]
  ) {
    let n = outputs.count
    precondition(
      activityKeys.count == n && exchanges.count <= Int(Int32.max) && flows.count <= Int(Int32.max))
    activityCount = n
    self.indicatorCount = indicatorCount
    self.outputs = outputs
    self.flows = flows
    self.factors = factors
    self.activityKeys = activityKeys
    self.flowKeys = flowKeys
    characterised = Self.characterise(
      flows, amounts: flows.amount, factors: factors, activities: n, indicators: indicatorCount)

    var start = [Int32](repeating: 0, count: n + 1)
    var inOrder = true
    start.withUnsafeMutableBufferPointer { start in
      var previous: Int32 = -1
      for j in exchanges.activity {
        start[Int(j) &+ 1] &+= 1
        if j < previous { inOrder = false }
        previous = j
      }
      for j in 0..<n { start[j &+ 1] &+= start[j] }
    }
    inputStart = start
    if inOrder {
      inputs = exchanges.input
      amounts = exchanges.amount
      inputRow = nil
      inputDistributions = exchanges.distributions
    } else {
      let m = exchanges.count
      var next = start
      var rows = [Int32](repeating: 0, count: m)
      var input = [Int32](repeating: 0, count: m)
      var amount = [Double](repeating: 0, count: m)
      for row in 0..<m {
        let j = Int(exchanges.activity[row])
        let k = Int(next[j])
        next[j] += 1
        rows[k] = Int32(truncatingIfNeeded: row)
        input[k] = exchanges.input[row]
        amount[k] = exchanges.amount[row]
      }
      inputs = input
      amounts = amount
      inputRow = rows
      inputDistributions = exchanges.distributions?.reordered(rows)
    }
  }

  /// The exchange row that an input in column order came from.
  public func exchangeRow(ofInput k: Int) -> Int { inputRow.map { Int($0[k]) } ?? k }

  /// Sum of factor × amount over the flows of each activity: `[activity * indicators + indicator]`.
  static func characterise(
    _ flows: FlowTable, amounts: [Double], factors: FactorTable, activities: Int, indicators: Int
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: activities * indicators)
    let byFlow = factors.byFlow(flowCount: flows.flowCount)
    sums.withUnsafeMutableBufferPointer { sums in
      byFlow.start.withUnsafeBufferPointer { start in
        byFlow.indicator.withUnsafeBufferPointer { indicator in
          byFlow.factor.withUnsafeBufferPointer { factor in
            for row in 0..<flows.count {
              let flow = Int(flows.flow[row])
              let base = Int(flows.activity[row]) &* indicators
              let amount = amounts[row]
              for f in Int(start[flow])..<Int(start[flow &+ 1]) {
                sums[base &+ Int(indicator[f])] += factor[f] * amount
              }
            }
          }
        }
      }
    }
    return sums
  }
}

/// Inputs of activities, a row each: `amount[r]` of the product of `input[r]` for one run of `activity[r]`.
public struct ExchangeTable: Sendable {
  /// The activity that takes the input.
  public var activity: [Int32]
  /// The activity that makes it.
  public var input: [Int32]
  /// The amount for one run, in the unit of the supplier's product.
  public var amount: [Double]
  /// Uncertainty of each row; nil where none has any.
  public var distributions: Distributions?
  /// The number of rows.
  public var count: Int { activity.count }

  /// A table of rows; the three columns are of one length.
  public init(activity: [Int32], input: [Int32], amount: [Double], distributions: Distributions? = nil) {
    precondition(activity.count == input.count && input.count == amount.count)
    self.activity = activity
    self.input = input
    self.amount = amount
    self.distributions = distributions
  }
}

/// Emissions, resources and other flows of activities, a row each.
public struct FlowTable: Sendable {
  /// The activity that emits or takes the flow.
  public var activity: [Int32]
  /// The flow.
  public var flow: [Int32]
  /// The amount for one run, in the unit that the flow's factors are per.
  public var amount: [Double]
  /// Uncertainty of each row; nil where none has any.
  public var distributions: Distributions?
  /// The number of different flows.
  public var flowCount: Int
  /// The number of rows.
  public var count: Int { activity.count }

  /// A table of rows; the three columns are of one length, flows are numbered from 0.
  public init(
    activity: [Int32], flow: [Int32], amount: [Double], distributions: Distributions? = nil, flowCount: Int
  ) {
    precondition(activity.count == flow.count && flow.count == amount.count)
    self.activity = activity
    self.flow = flow
    self.amount = amount
    self.distributions = distributions
    self.flowCount = flowCount
  }
}

/// The weight of flows in indicators, a row each.
public struct FactorTable: Sendable {
  /// The indicator.
  public var indicator: [Int32]
  /// The flow.
  public var flow: [Int32]
  /// Indicator per unit of flow.
  public var factor: [Double]

  /// A table of rows of one length.
  public init(indicator: [Int32], flow: [Int32], factor: [Double]) {
    precondition(indicator.count == flow.count && flow.count == factor.count)
    self.indicator = indicator
    self.flow = flow
    self.factor = factor
  }

  /// The factors of flow f are the entries `start[f] ..< start[f + 1]`.
  struct ByFlow: Sendable {
    var start: [Int32]
    var indicator: [Int32]
    var factor: [Double]
  }

  func byFlow(flowCount: Int) -> ByFlow {
    var start = [Int32](repeating: 0, count: flowCount + 1)
    for f in flow { start[Int(f) + 1] += 1 }
    for f in 0..<flowCount { start[f + 1] += start[f] }
    var next = start
    var byFlow = ByFlow(
      start: start, indicator: [Int32](repeating: 0, count: flow.count),
      factor: [Double](repeating: 0, count: flow.count))
    for row in flow.indices {
      let k = Int(next[Int(flow[row])])
      next[Int(flow[row])] += 1
      byFlow.indicator[k] = indicator[row]
      byFlow.factor[k] = factor[row]
    }
    return byFlow
  }
}
