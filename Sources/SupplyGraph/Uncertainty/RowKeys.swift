import CKernels

/// Names of uncertain rows for the draws: hashes of what a row joins, so that the draws of a row stay the same
/// in another chain, in another order and beside other rows.
enum RowKeys {
  private static let exchange: UInt64 = 0x6578_6368_616e_6765
  private static let flow: UInt64 = 0x0000_0000_666c_6f77

  /// The key of the `occurrence`-th input (from 0) of this product in this activity.
  static func input(activity: UInt64, input: UInt64, occurrence: Int32) -> UInt64 {
    mix(exchange, activity, input, occurrence)
  }

  /// The key of the `occurrence`-th row (from 0) of this flow in this activity.
  static func flow(activity: UInt64, flow: UInt64, occurrence: Int32) -> UInt64 {
    mix(self.flow, activity, flow, occurrence)
  }

  private static func mix(_ kind: UInt64, _ a: UInt64, _ b: UInt64, _ occurrence: Int32) -> UInt64 {
    dk_mix(dk_mix(dk_mix(kind &+ a) &+ b) &+ UInt64(UInt32(bitPattern: occurrence)))
  }
}

/// Counts how often a partner occurred within the current activity.
private struct Occurrences {
  private var lastActivity: [Int32]
  private var count: [Int32]

  init(partners: Int) {
    lastActivity = [Int32](repeating: -1, count: partners)
    count = [Int32](repeating: 0, count: partners)
  }

  mutating func next(_ partner: Int, in activity: Int32) -> Int32 {
    if lastActivity[partner] == activity {
      count[partner] += 1
    } else {
      lastActivity[partner] = activity
      count[partner] = 0
    }
    return count[partner]
  }
}

extension SupplyGraph {
  /// Calls `body` with the position in column order and the draw key of each uncertain input of these activities
  /// (each listed once), activity by activity.
  package func forEachUncertainInput(
    of activities: some Sequence<Int32>, _ body: (_ input: Int, _ activity: Int32, _ key: UInt64) -> Void
  ) {
    guard let kind = inputDistributions?.kind else { return }
    var occurrences = Occurrences(partners: activityCount)
    for j in activities {
      for k in Int(inputStart[Int(j)])..<Int(inputStart[Int(j) + 1]) {
        let i = Int(inputs[k])
        let occurrence = occurrences.next(i, in: j)
        guard kind[k] != .none else { continue }
        let key = RowKeys.input(
          activity: activityKeys[Int(j)], input: activityKeys[i], occurrence: occurrence)
        body(k, j, key)
      }
    }
  }

  /// Calls `body` with the row and the draw key of each uncertain flow of these activities (each listed once),
  /// activity by activity.
  package func forEachUncertainFlow(
    of activities: some Sequence<Int32>, _ body: (_ row: Int, _ activity: Int32, _ key: UInt64) -> Void
  ) {
    guard let kind = flows.distributions?.kind else { return }
    let byActivity = FlowsByActivity(flows, activities: activityCount)
    var occurrences = Occurrences(partners: flows.flowCount)
    for j in activities {
      for k in Int(byActivity.start[Int(j)])..<Int(byActivity.start[Int(j) + 1]) {
        let row = Int(byActivity.row[k])
        let flow = Int(flows.flow[row])
        let occurrence = occurrences.next(flow, in: j)
        guard kind[row] != .none else { continue }
        let key = RowKeys.flow(
          activity: activityKeys[Int(j)], flow: flowKeys[flow], occurrence: occurrence)
        body(row, j, key)
      }
    }
  }
}

/// Flow rows of each activity, in their order: the entries `start[j] ..< start[j + 1]` of `row`.
struct FlowsByActivity: Sendable {
  var start: [Int32]
  var row: [Int32]

  init(_ flows: FlowTable, activities: Int) {
    start = [Int32](repeating: 0, count: activities + 1)
    for j in flows.activity { start[Int(j) + 1] += 1 }
    for j in 0..<activities { start[j + 1] += start[j] }
    var next = start
    row = [Int32](repeating: 0, count: flows.count)
    for (r, j) in flows.activity.enumerated() {
      row[Int(next[Int(j)])] = Int32(truncatingIfNeeded: r)
      next[Int(j)] += 1
    }
  }
}
