import Inventory
import SupplyGraph

/// The carbon footprint of one unit of a product by life-cycle stage, with what partners supply left out.
public struct StageFootprint: Sendable {
  /// The unit of the product.
  public let unit: String
  /// The indicator's value for each of `Chain.stages`, and last for activities without a stage.
  public let stages: [Double]
  /// What one unit takes of the products that partners supply, in their units, in the order asked for.
  public let supplied: [(activity: Int, amount: Double)]
  /// The largest error of any value relative to it.
  public let relativeErrorBound: Double

  /// Everything that is not supplied.
  public var total: Double { stages.reduce(0, +) }
}

/// Why a footprint by stage cannot be computed.
public enum StageFootprintError: Error, Sendable, Hashable {
  /// The product itself is said to be supplied.
  case productIsSupplied
}

extension Chain {
  /// Computes the footprint of one unit of a product by stage.
  ///
  /// Emissions count with the stage of the activity that causes them. Power, heat and transport count with the
  /// activity that takes them, if that has a stage later than raw material acquisition: a cell factory's
  /// electricity is main production, though the power plant's own row may say raw material acquisition. The
  /// stages add up to the whole, whatever loops there are.
  ///
  /// - Parameters:
  ///   - product: the activity that makes it.
  ///   - indicator: usually climate change, in kg CO2e.
  ///   - supplied: activities whose products partners supply: they and their upstream are left out, and the
  ///     amounts taken are given instead.
  /// - Throws: `StageFootprintError`, and what `SupplyGraph` throws for a system without a solution.
  public func stageFootprint(
    of product: Int, indicator: Int, supplied: [Int] = []
  ) throws -> StageFootprint {
    guard !supplied.contains(product) else { throw StageFootprintError.productIsSupplied }
    let cut = Set(supplied.map(Int32.init))
    let whole = graph()
    let count = whole.indicatorCount
    let direct = (0..<activityCount).map { whole.characterised[$0 * count + indicator] }
    let kept = exchanges.filtered { !cut.contains(exchanges.input[$0]) }
    let services = Set((0..<kept.count).filter { isService(kept, row: $0) })

    let intensities = try system(
      kept, flows: direct.enumerated().map { ($0.offset, 0, $0.element) }, stages: 1
    ).intensities()
    var flows = direct.enumerated().map { ($0.offset, Int(stageIndex[$0.offset]), $0.element) }
    for row in services {
      let consumer = Int(kept.activity[row])
      flows.append(
        (consumer, Int(stageIndex[consumer]), kept.amount[row] * intensities[Int(kept.input[row]), 0]))
    }
    let solution = try system(
      kept.filtered { !services.contains($0) }, flows: flows, stages: Chain.stageGroups
    ).solve(Demand(of: product))
    // What is supplied may be taken by a service's upstream too: the runs of the whole system tell how much.
    let runs = try system(kept, flows: [], stages: 1).solve(Demand(of: product)).runs
    var amounts: [Int32: Double] = [:]
    for row in 0..<exchanges.count where cut.contains(exchanges.input[row]) {
      amounts[exchanges.input[row], default: 0] += exchanges.amount[row] * runs[Int(exchanges.activity[row])]
    }
    return StageFootprint(
      unit: unit(of: product), stages: solution.scores,
      supplied: supplied.map { ($0, amounts[Int32($0)] ?? 0) },
      relativeErrorBound: solution.relativeErrorBound + intensities.relativeErrorBound)
  }

  /// Power, heat or transport that an activity of a later stage takes.
  private func isService(_ exchanges: ExchangeTable, row: Int) -> Bool {
    let stage = Int(stageIndex[Int(exchanges.activity[row])])
    guard stage > 0, stage < Chain.stages.count else { return false }
    let dimension = Units.dimension(of: unit(of: Int(exchanges.input[row])))
    return dimension == "energy" || dimension == "transport of goods"
  }

  private func system(
    _ exchanges: ExchangeTable, flows: [(activity: Int, flow: Int, amount: Double)], stages: Int
  ) -> SupplyGraph {
    SupplyGraph(
      outputs: outputs, exchanges: exchanges,
      flows: FlowTable(
        activity: flows.map { Int32($0.activity) }, flow: flows.map { Int32($0.flow) },
        amount: flows.map(\.amount), flowCount: stages),
      factors: FactorTable(
        indicator: (0..<stages).map(Int32.init), flow: (0..<stages).map(Int32.init),
        factor: Array(repeating: 1, count: stages)),
      indicatorCount: stages, activityKeys: (0..<activityCount).map { UInt64($0) },
      flowKeys: (0..<stages).map { UInt64($0) })
  }
}

extension ExchangeTable {
  /// The rows for which `keep` holds, in their order.
  fileprivate func filtered(_ keep: (Int) -> Bool) -> ExchangeTable {
    let rows = (0..<count).filter(keep)
    return ExchangeTable(
      activity: rows.map { activity[$0] }, input: rows.map { input[$0] }, amount: rows.map { amount[$0] })
  }
}
