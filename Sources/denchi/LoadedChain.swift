import Inventory
import SupplyGraph

/// A chain that was read without a problem, and the system it makes.
struct LoadedChain: Sendable {
  struct Indicator: Sendable {
    let index: Int
    let id: String
    let name: String
    let nameJapanese: String
    let unit: String
    /// Whether it weighs what has no open inventory and so is not counted.
    var isCutoff: Bool { id.hasPrefix("cutoff_") }
  }

  let folder: String
  let chain: Chain
  let graph: SupplyGraph
  let indicators: [Indicator]

  /// Reads a chain.
  /// - Throws: `Failure.notFound` or `Failure.data` with every problem.
  init(folder: String, keeping: Chain.Keeping = .calculation) throws {
    do {
      self.init(try Chain.read(folder, keeping: keeping), folder: folder)
    } catch {
      throw Failure(error)
    }
  }

  init(_ chain: Chain, folder: String) {
    self.folder = folder
    self.chain = chain
    graph = chain.graph()
    indicators = chain.indicators.enumerated().map {
      Indicator(index: $0, id: $1.id, name: $1.name, nameJapanese: $1.nameJapanese, unit: $1.unit)
    }
  }

  /// The indicator shown where one has to be chosen: climate change, else the first.
  var mainIndicator: Int? {
    indicators.first { $0.id == "climate_change" }?.index ?? indicators.first?.index
  }

  func id(_ activity: Int) -> String { chain.id(of: activity) }
  func name(_ activity: Int) -> String { chain.name(of: activity) }
  func unit(_ activity: Int) -> String { chain.unit(of: activity) }
  /// Whether it takes in its product, a waste, instead of making it.
  func treatsWaste(_ activity: Int) -> Bool { chain.outputs[activity] < 0 }

  /// The activity that a command names.
  /// - Throws: `Failure.usage` with the ids nearest to it.
  func product(named id: String) throws -> Int {
    if let found = chain.activity(named: id) { return found }
    throw unknown("product", id, suggestions(for: id), more: " `denchi products CHAIN WORD` lists products.")
  }

  /// The indicators that a command names, in the order named; all where it names none.
  func indicators(named ids: [String]) throws -> [Indicator] {
    if ids.isEmpty { return indicators }
    var found: [Indicator] = []
    for id in ids {
      guard let k = chain.indicator(named: id) else {
        throw unknown("indicator", id, chain.indicatorSuggestions(for: id))
      }
      if !found.contains(where: { $0.index == k }) { found.append(indicators[k]) }
    }
    return found
  }

  private func unknown(_ what: String, _ id: String, _ near: [String], more: String = "") -> Failure {
    let names = near.map { "'\($0)'" }
    let hint = names.isEmpty ? "" : " Did you mean \(names.joined(separator: " or "))?"
    return .usage("\(folder) has no \(what) '\(id)'.\(hint)\(more)")
  }

  /// Runs a calculation and puts names to the activities of a loop that cannot supply itself.
  func naming<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as SupplyGraphError {
      throw Failure.data(problems(error).map(\.description))
    }
  }

  /// An error of the system as problems of the chain's files, one for each activity of a loop.
  func problems(_ error: SupplyGraphError) -> [ChainProblem] {
    let file = ChainFile.activities.fileName
    guard case .cannotSupplyItself(let activities) = error, !activities.isEmpty else {
      let message = "a result is not a finite number: the amounts of the chain are too large"
      return [ChainProblem(.error, file: ChainFile.exchanges.fileName, line: 0, message: message)]
    }
    let loop = activities.map(id)
    let shown =
      loop.prefix(12).joined(separator: ", ") + (loop.count > 12 ? " and \(loop.count - 12) more" : "")
    return activities.prefix(ChainProblems.limit).map { activity in
      let message =
        loop.count == 1
        ? "'\(id(activity))' uses up all it makes of '\(chain.product(of: activity))': no amount of running supplies anyone"
        : "'\(id(activity))' is in a loop that uses up all it makes (\(shown)): no amount of running supplies a demand"
      return ChainProblem(.error, file: file, line: chain.line(ofActivity: activity), message: message)
    }
  }
}

extension Failure {
  /// What is wrong with a chain folder.
  init(_ problems: ChainProblems) {
    var lines = problems.errors.map(\.description)
    if problems.errorCount > lines.count {
      lines.append("and \(problems.errorCount - lines.count) more problems")
    }
    self = problems.isFileNotFound ? .notFound(lines) : .data(lines)
  }
}

/// The stages of a chain, in life-cycle order, and the stage of each activity.
struct StageTable {
  static let unassigned = "unassigned"

  /// The stages that occur.
  let names: [String]
  /// The position in `names` of each activity's stage.
  let group: [Int32]

  init(_ chain: Chain) {
    var isPresent = [Bool](repeating: false, count: Chain.stageGroups)
    for stage in chain.stageIndex { isPresent[Int(stage)] = true }
    let present = isPresent.indices.filter { isPresent[$0] }
    var place = [Int32](repeating: 0, count: Chain.stageGroups)
    for (i, stage) in present.enumerated() { place[stage] = Int32(i) }
    names = present.map { $0 < Chain.stages.count ? Chain.stages[$0] : Self.unassigned }
    group = chain.stageIndex.map { place[Int($0)] }
  }
}
