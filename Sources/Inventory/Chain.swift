import SupplyGraph

/// A supply chain as its folder holds it: activities, what they take from each other, their flows, and
/// indicators.
///
/// Everything is in columns with 32-bit indices. Activities are numbered from 0 in the order of their file,
/// and so are exchanges, flow rows and indicators; flows in the order in which they are first named.
public struct Chain: Sendable {
  /// What a chain keeps of its files.
  public enum Keeping: Sendable {
    /// What calculations and reports need.
    case calculation
    /// All text as well, in ``Chain/tables``, to change it and to write it.
    case everything
  }

  /// Life-cycle stages, in their order; a stage's number is its place here.
  public static let stages = [
    "raw_material_acquisition", "main_production", "distribution", "use", "end_of_life",
  ]
  /// The number that stands for an activity without a stage in ``stageIndex``.
  public static let unassignedStage = 5
  /// The stages and the group of activities without one.
  public static let stageGroups = 6

  /// The ids of activities.
  public var ids: TextColumn { activityIds.texts }
  /// The names of activities.
  public internal(set) var names = TextColumn()
  /// The products of activities, one each.
  public internal(set) var products = TextColumn()
  /// Stage of each activity as a place in ``stages``; ``unassignedStage`` where it has none.
  public internal(set) var stageIndex: [Int32] = []
  /// Product of one run of each activity, in its unit; negative for the treatment of a waste.
  public internal(set) var outputs: [Double] = []
  /// Inputs by row, in the unit of the supplier's product.
  public internal(set) var exchanges = ExchangeTable(activity: [], input: [], amount: [])
  /// Flows by row, in the unit that their factors are per (see ``flowUnit(_:)``).
  public internal(set) var flows = FlowTable(activity: [], flow: [], amount: [], flowCount: 0)
  /// The weights of flows in indicators.
  public internal(set) var factors = FactorTable(indicator: [], flow: [], factor: [])
  /// What can be asked for.
  public internal(set) var indicators: [Indicator] = []
  /// What to look at, by file and line; at most ``ChainProblems/limit``.
  public internal(set) var warnings: [ChainProblem] = []
  /// The number of warnings, kept or not.
  public internal(set) var warningCount = 0
  /// The files as text, with every column; nil unless everything was kept.
  public internal(set) var tables: ChainTables?

  var activityIds = IdTable()
  var units = ChainUnits()
  var activityUnits: [Int32] = []
  var locations = PooledColumn()
  var operators = PooledColumn()
  var activitySources = PooledColumn()
  var activityLines = LineIndex()
  var exchangeOrigins = PooledColumn()
  var exchangeSources = PooledColumn()
  var exchangeLines = LineIndex()
  var flowIds = IdTable()
  /// The unit that amounts of a flow are in; -1 where no row gives one.
  var flowUnits: [Int32] = []
  var flowSources = PooledColumn()
  var flowLines = LineIndex()
  var factorSources = PooledColumn()
  var factorLines = LineIndex()
  var indicatorIds = IdTable()

  init() {}

  /// Reads and checks a chain folder.
  ///
  /// - Parameters:
  ///   - folder: the path of the folder with `activities.csv`, `exchanges.csv`, `flows.csv`, `factors.csv`
  /// and
  ///     `indicators.csv`.
  ///   - keeping: whether the text is kept for writing.
  /// - Throws: everything that is wrong, at once.
  public static func read(
    _ folder: String, keeping: Keeping = .calculation
  ) throws(ChainProblems) -> Chain {
    try ChainReader(.folder(folder), keeping: keeping).read()
  }

  /// The system that is solved.
  public func graph() -> SupplyGraph {
    SupplyGraph(
      outputs: outputs, exchanges: exchanges, flows: flows, factors: factors,
      indicatorCount: indicators.count,
      activityKeys: ids.stableHashes, flowKeys: flowIds.texts.stableHashes)
  }
}

/// Something that can be asked of a chain, such as climate change.
public struct Indicator: Sendable, Hashable {
  /// The id by which factors name it.
  public let id: String
  /// Its English name.
  public let name: String
  /// The unit of its value.
  public let unit: String
  /// Its Japanese name; "" where the chain has none.
  public let nameJapanese: String
}

// MARK: - Looking things up

extension Chain {
  /// The number of activities.
  public var activityCount: Int { outputs.count }
  /// The number of rows of `exchanges.csv`.
  public var exchangeCount: Int { exchanges.count }
  /// The number of rows of `flows.csv`.
  public var flowRowCount: Int { flows.count }
  /// The number of different flows.
  public var flowCount: Int { flowIds.count }

  /// The id of an activity.
  public func id(of activity: Int) -> String { ids[activity] }
  /// The name of an activity.
  public func name(of activity: Int) -> String { names[activity] }
  /// The product of an activity.
  public func product(of activity: Int) -> String { products[activity] }
  /// The unit of an activity's product.
  public func unit(of activity: Int) -> String { units.name(activityUnits[activity]) }
  /// Where an activity is; "" where the chain does not say.
  public func location(of activity: Int) -> String { locations.text(activity) }
  /// The stage of an activity; nil where it has none.
  public func stage(of activity: Int) -> String? {
    let stage = Int(stageIndex[activity])
    return stage < Self.stages.count ? Self.stages[stage] : nil
  }
  /// Who runs an activity; "" where the chain does not say.
  public func `operator`(of activity: Int) -> String { operators.text(activity) }
  /// Where the figures of an activity come from; "" where the chain does not say.
  public func source(ofActivity activity: Int) -> String { activitySources.text(activity) }
  /// Where the figures of an exchange come from; "" where the chain does not say.
  public func source(ofExchange row: Int) -> String { exchangeSources.text(row) }
  /// Where the figures of a row of flows come from; "" where the chain does not say.
  public func source(ofFlowRow row: Int) -> String { flowSources.text(row) }
  /// Where a factor comes from; "" where the chain does not say.
  public func source(ofFactor row: Int) -> String { factorSources.text(row) }
  /// Where the input of an exchange comes from; "" where the chain does not say.
  public func origin(ofExchange row: Int) -> String { exchangeOrigins.text(row) }
  /// The name of a flow.
  public func flowName(_ flow: Int) -> String { flowIds.texts[flow] }
  /// The unit that the amounts of a flow are in, which its factors are per; "" where no row gives one.
  public func flowUnit(_ flow: Int) -> String { units.name(flowUnits[flow]) }

  /// The line of `activities.csv` on which an activity begins.
  public func line(ofActivity activity: Int) -> Int { activityLines.line(activity) }
  /// The line of `exchanges.csv` on which an exchange begins.
  public func line(ofExchange row: Int) -> Int { exchangeLines.line(row) }
  /// The line of `flows.csv` on which a row begins.
  public func line(ofFlowRow row: Int) -> Int { flowLines.line(row) }

  /// The activity with an id.
  public func activity(named id: String) -> Int? {
    let found = activityIds.find(id)
    return found >= 0 ? Int(found) : nil
  }

  /// The flow with a name.
  public func flow(named name: String) -> Int? {
    let found = flowIds.find(name)
    return found >= 0 ? Int(found) : nil
  }

  /// The indicator with an id.
  public func indicator(named id: String) -> Int? {
    let found = indicatorIds.find(id)
    return found >= 0 ? Int(found) : nil
  }

  /// Ids of activities that a wrong id may have meant: those spelt alike, then those it is a part of.
  public func activitySuggestions(for id: String, limit: Int = 3) -> [String] {
    Self.suggestions(for: id, in: ids, limit: limit)
  }

  /// Ids of indicators that a wrong id may have meant.
  public func indicatorSuggestions(for id: String, limit: Int = 3) -> [String] {
    Self.suggestions(for: id, in: indicatorIds.texts, limit: limit)
  }

  private static func suggestions(for id: String, in texts: TextColumn, limit: Int) -> [String] {
    var near = NearMatch()
    var found = near.closest(to: id, in: texts, limit: limit)
    let part = id.lowercased()
    guard found.count < limit, part.utf8.count > 2 else { return found }
    for text in texts where text.lowercased().contains(part) && !found.contains(text) {
      found.append(text)
      if found.count == limit { break }
    }
    return found
  }
}
