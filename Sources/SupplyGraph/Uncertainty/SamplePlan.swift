/// What all samples of some demands share: the system in rows with its uncertain entries apart, the draws, and the
/// nominal solution that every sample starts from.
struct SamplePlan: Sendable {
  let matrix: TornMatrix
  let indicators: Int
  /// Row j of the system: entries `certainStart[j] ..< certainStart[j + 1]` that are the same in all samples.
  private(set) var certainStart: [Int32]
  private(set) var certainColumn: [Int32]
  private(set) var certain: [Double]
  /// Row j of the system: entries drawn anew in each sample; entry k is drawn into slot k.
  private(set) var uncertainStart: [Int32]
  private(set) var uncertainColumn: [Int32]
  private(set) var draws = DrawPlan()
  /// Slots that may be drawn negative although the chain is not.
  private(set) var signRisks: [Int] = []
  /// Whether certain entries and those with a fixed sign are not negative.
  private(set) var isNonnegative = true
  /// Activities that take an uncertain amount of their own product, in solve order.
  private(set) var ownUses: [OwnUse] = []
  /// Slots of uncertain entries and of own uses.
  private(set) var slots: Int
  /// What certain flows add to each indicator for one unit of the level: `[position * indicators + indicator]`.
  let weights: [Double]
  let flows: FlowDraws
  /// The group of each position.
  let group: [Int32]
  let groups: Int

  /// The uncertain own use of an activity.
  struct OwnUse: Sendable {
    var position: Int
    /// Net output of one run without the uncertain part.
    var net: Double
    var firstSlot: Int
    var count: Int
  }

  private struct Entry {
    var row: Int32
    var column: Int32
    var input: Int32
    var key: UInt64
  }

  init(_ graph: SupplyGraph, _ matrix: TornMatrix, group: [Int32], groups: Int) {
    self.matrix = matrix
    self.groups = groups
    indicators = graph.indicatorCount
    self.group = matrix.activity.map { group[Int($0)] }
    flows = FlowDraws(graph, matrix)
    weights = Self.certainWeights(graph, matrix)

    let n = matrix.count
    var entries: [Entry] = []
    var own: [(position: Int, input: Int, key: UInt64)] = []
    graph.forEachUncertainInput(of: matrix.activity) { k, activity, key in
      let column = matrix.position[Int(activity)]
      if graph.inputs[k] == activity {
        own.append((Int(column), k, key))
      } else {
        let row = matrix.position[Int(graph.inputs[k])]
        entries.append(Entry(row: row, column: column, input: Int32(truncatingIfNeeded: k), key: key))
      }
    }

    // Certain entries by row.
    let kinds = graph.inputDistributions?.kind
    func forEachCertain(_ body: (_ row: Int, _ column: Int, _ value: Double) -> Void) {
      for j in 0..<n {
        let a = Int(matrix.activity[j])
        for k in Int(graph.inputStart[a])..<Int(graph.inputStart[a + 1]) {
          let input = Int(graph.inputs[k])
          if input == a || kinds.map({ $0[k] != .none }) ?? false { continue }
          let i = Int(matrix.position[input])
          body(i, j, graph.amounts[k] * Self.scale(matrix, row: i, column: j))
        }
      }
    }
    var start = [Int32](repeating: 0, count: n + 1)
    forEachCertain { row, _, _ in start[row + 1] += 1 }
    for j in 0..<n { start[j + 1] += start[j] }
    var columns = [Int32](repeating: 0, count: Int(start[n]))
    var values = [Double](repeating: 0, count: Int(start[n]))
    var next = start
    var hasNegative = false
    forEachCertain { row, column, value in
      let k = Int(next[row])
      next[row] += 1
      columns[k] = Int32(truncatingIfNeeded: column)
      values[k] = value
      if value < 0 { hasNegative = true }
    }
    certainStart = start
    certainColumn = columns
    certain = values
    if hasNegative { isNonnegative = false }

    // Uncertain entries by row.
    start = [Int32](repeating: 0, count: n + 1)
    for entry in entries { start[Int(entry.row) + 1] += 1 }
    for j in 0..<n { start[j + 1] += start[j] }
    next = start
    uncertainStart = start
    columns = [Int32](repeating: 0, count: entries.count)
    uncertainColumn = columns
    slots = entries.count
    guard let distributions = graph.inputDistributions else { return }
    var order = [Int32](repeating: 0, count: entries.count)
    for (e, entry) in entries.enumerated() {
      order[Int(next[Int(entry.row)])] = Int32(truncatingIfNeeded: e)
      next[Int(entry.row)] += 1
    }
    var plan = DrawPlan(expectedRows: entries.count)
    for (slot, e) in order.enumerated() {
      let entry = entries[Int(e)]
      let k = Int(entry.input)
      let scale = Self.scale(matrix, row: Int(entry.row), column: Int(entry.column))
      columns[slot] = entry.column
      plan.append(
        k, of: distributions, amount: graph.amounts[k], scale: scale, key: entry.key,
        slot: Int32(truncatingIfNeeded: slot))
      switch distributions.kind[k] {
      case .none: break
      case .lognormal: if graph.amounts[k] * scale < 0 { isNonnegative = false }
      case .normal: signRisks.append(slot)
      case .uniform, .triangular:
        if min(distributions.first[k] * scale, distributions.second[k] * scale) < 0 { signRisks.append(slot) }
      }
    }
    uncertainColumn = columns
    for use in own.sorted(by: { $0.position < $1.position }) {
      let activity = Int(matrix.activity[use.position])
      if ownUses.last?.position != use.position {
        var net = graph.outputs[activity]
        for k in Int(graph.inputStart[activity])..<Int(graph.inputStart[activity + 1])
        where Int(graph.inputs[k]) == activity && distributions.kind[k] == .none { net -= graph.amounts[k] }
        ownUses.append(OwnUse(position: use.position, net: net, firstSlot: slots, count: 0))
      }
      plan.append(
        use.input, of: distributions, amount: graph.amounts[use.input], key: use.key,
        slot: Int32(truncatingIfNeeded: slots))
      slots += 1
      ownUses[ownUses.count - 1].count += 1
    }
    draws = plan
  }

  /// From an amount in the chain's units to an entry of the system.
  private static func scale(_ matrix: TornMatrix, row: Int, column: Int) -> Double {
    (matrix.net[row] < 0 ? -1 : 1) / matrix.net[column].magnitude
  }

  private static func certainWeights(_ graph: SupplyGraph, _ matrix: TornMatrix) -> [Double] {
    let indicators = graph.indicatorCount
    var characterised = graph.characterised
    if let kinds = graph.flows.distributions?.kind {
      let amounts = zip(graph.flows.amount, kinds).map { $1 == .none ? $0 : 0 }
      characterised = SupplyGraph.characterise(
        graph.flows, amounts: amounts, factors: graph.factors, activities: graph.activityCount,
        indicators: indicators)
    }
    var weights = [Double](repeating: 0, count: matrix.count * indicators)
    for j in 0..<matrix.count {
      let scale = 1 / matrix.net[j].magnitude
      let base = Int(matrix.activity[j]) * indicators
      for k in 0..<indicators { weights[j * indicators + k] = characterised[base + k] * scale }
    }
    return weights
  }
}

/// Draws of uncertain flows, in pieces that stay in the cache, and where they go in the lane weights of the
/// activities that have any.
struct FlowDraws: Sendable {
  struct Piece: Sendable {
    var draws = DrawPlan()
    /// Draw `source[i]` of the piece times `factor[i]` adds to lane weight `target[i]`.
    var source: [Int32] = []
    var target: [Int32] = []
    var factor: [Double] = []
  }

  static let pieceRows = 512
  /// Positions of activities with uncertain flows; lane weights are `[m * indicators + indicator]`.
  private(set) var positions: [Int32] = []
  private(set) var pieces: [Piece] = []

  init(_ graph: SupplyGraph, _ matrix: TornMatrix) {
    guard let distributions = graph.flows.distributions else { return }
    let byFlow = graph.factors.byFlow(flowCount: graph.flows.flowCount)
    let indicators = graph.indicatorCount
    var piece = Piece()
    var slot: Int32 = 0
    graph.forEachUncertainFlow(of: matrix.activity) { row, activity, key in
      let flow = Int(graph.flows.flow[row])
      let factors = Int(byFlow.start[flow])..<Int(byFlow.start[flow + 1])
      if factors.isEmpty { return }
      let position = matrix.position[Int(activity)]
      if positions.last != position { positions.append(position) }
      let scale = 1 / matrix.net[Int(position)].magnitude
      piece.draws.append(
        row, of: distributions, amount: graph.flows.amount[row], scale: scale, key: key, slot: slot)
      for f in factors {
        piece.source.append(slot)
        piece.target.append(
          Int32(truncatingIfNeeded: (positions.count - 1) * indicators + Int(byFlow.indicator[f])))
        piece.factor.append(byFlow.factor[f])
      }
      slot += 1
      if slot == Self.pieceRows {
        pieces.append(piece)
        piece = Piece()
        slot = 0
      }
    }
    if slot > 0 { pieces.append(piece) }
  }
}
