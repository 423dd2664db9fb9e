/// The order in which a chain is solved.
///
/// Strongly connected parts are found by Tarjan's algorithm; inside each part a feedback vertex set is torn out
/// greedily (peel what has no consumer or no supplier left, else tear the activity with the largest product of
/// both counts). What remains has no loop: consumers come before their suppliers, and one sweep solves it.
struct Ordering {
  /// Activities without loops among them, consumers first.
  var untorn: [Int32] = []
  /// Activities whose removal leaves no loop.
  var torn: [Int32] = []
  /// The strongly connected parts of more than one activity.
  var loops: [[Int32]] = []

  /// - Parameters:
  ///   - roots: only what is upstream of these is ordered; nil for every activity.
  ///   - tearsWholeLoops: tear out every activity of a loop instead of as few as will do.
  init(_ graph: SupplyGraph, roots: [Int32]?, tearsWholeLoops: Bool = false) {
    var parts = StronglyConnectedParts(graph)
    if let roots {
      for root in roots { parts.visit(root) }
    } else {
      for root in 0..<Int32(graph.activityCount) { parts.visit(root) }
    }
    // Parts are complete suppliers first.
    untorn.reserveCapacity(parts.members.count)
    var peeling = Peeling(graph, partOf: parts.partOf)
    for part in (0..<parts.count).reversed() {
      let members = parts.members[Int(parts.start[part])..<Int(parts.start[part + 1])]
      if members.count == 1, let only = members.first {
        untorn.append(only)
      } else {
        let loop = Array(members)
        loops.append(loop)
        if tearsWholeLoops {
          torn += loop
          continue
        }
        let (order, feedback) = peeling.tear(loop, part: Int32(truncatingIfNeeded: part))
        untorn += order
        torn += feedback
      }
    }
  }
}

/// Tarjan's algorithm with a stack of its own.
private struct StronglyConnectedParts {
  var members: [Int32] = []
  /// Part q has the members `start[q] ..< start[q + 1]`.
  var start: [Int32] = [0]
  /// The part of each activity that was reached; -1 elsewhere.
  var partOf: [Int32]
  var count: Int { start.count - 1 }

  private let inputStart: [Int32]
  private let inputs: [Int32]
  private var number: [Int32]
  private var low: [Int32]
  private var open: [Int32] = []
  private var path: [(node: Int32, next: Int32)] = []
  private var visited: Int32 = 0

  init(_ graph: SupplyGraph) {
    inputStart = graph.inputStart
    inputs = graph.inputs
    partOf = [Int32](repeating: -1, count: graph.activityCount)
    number = [Int32](repeating: 0, count: graph.activityCount)
    low = number
  }

  mutating func visit(_ root: Int32) {
    guard number[Int(root)] == 0 else { return }
    enter(root)
    while let top = path.last {
      let node = Int(top.node)
      let end = inputStart[node + 1]
      var next = top.next
      var child: Int32 = -1
      var lowest = low[node]
      while next < end {
        let input = inputs[Int(next)]
        next += 1
        let seen = number[Int(input)]
        if seen == 0 {
          child = input
          break
        }
        if seen < lowest && partOf[Int(input)] < 0 { lowest = seen }
      }
      low[node] = lowest
      path[path.count - 1].next = next
      if child >= 0 {
        enter(child)
        continue
      }
      path.removeLast()
      if let parent = path.last, lowest < low[Int(parent.node)] { low[Int(parent.node)] = lowest }
      if lowest == number[node] { close(top.node) }
    }
  }

  private mutating func enter(_ node: Int32) {
    visited += 1
    number[Int(node)] = visited
    low[Int(node)] = visited
    open.append(node)
    path.append((node, inputStart[Int(node)]))
  }

  private mutating func close(_ node: Int32) {
    let part = Int32(truncatingIfNeeded: count)
    while let member = open.popLast() {
      partOf[Int(member)] = part
      members.append(member)
      if member == node { break }
    }
    start.append(Int32(truncatingIfNeeded: members.count))
  }
}

/// Greedy feedback vertex sets, part by part; scratch arrays are shared by all parts.
private struct Peeling {
  let graph: SupplyGraph
  let partOf: [Int32]
  var local: [Int32]

  init(_ graph: SupplyGraph, partOf: [Int32]) {
    self.graph = graph
    self.partOf = partOf
    local = []
  }

  /// Returns the activities that stay, consumers first, and those torn out.
  mutating func tear(_ members: [Int32], part: Int32) -> (order: [Int32], torn: [Int32]) {
    let m = members.count
    if local.isEmpty { local = [Int32](repeating: 0, count: graph.activityCount) }
    for (k, member) in members.enumerated() { local[Int(member)] = Int32(truncatingIfNeeded: k) }

    // Suppliers of each member inside the part, and the reverse.
    var supplierStart = [Int32](repeating: 0, count: m + 1)
    var suppliers: [Int32] = []
    suppliers.reserveCapacity(m * 8)
    var consumerStart = [Int32](repeating: 0, count: m + 1)
    for (k, member) in members.enumerated() {
      for e in Int(graph.inputStart[Int(member)])..<Int(graph.inputStart[Int(member) + 1]) {
        let input = graph.inputs[e]
        guard input != member && partOf[Int(input)] == part else { continue }
        let i = local[Int(input)]
        suppliers.append(i)
        consumerStart[Int(i) + 1] += 1
      }
      supplierStart[k + 1] = Int32(truncatingIfNeeded: suppliers.count)
    }
    for k in 0..<m { consumerStart[k + 1] += consumerStart[k] }
    var consumers = [Int32](repeating: 0, count: suppliers.count)
    var fill = consumerStart
    for k in 0..<m {
      for e in Int(supplierStart[k])..<Int(supplierStart[k + 1]) {
        let i = Int(suppliers[e])
        consumers[Int(fill[i])] = Int32(truncatingIfNeeded: k)
        fill[i] += 1
      }
    }

    var supplierCount = (0..<m).map { supplierStart[$0 + 1] - supplierStart[$0] }
    var consumerCount = (0..<m).map { consumerStart[$0 + 1] - consumerStart[$0] }
    var removed = [Bool](repeating: false, count: m)
    var queue: [Int32] = []
    var heap = TearHeap((0..<m).map { Int64(supplierCount[$0]) * Int64(consumerCount[$0]) })
    var front: [Int32] = []
    var back: [Int32] = []
    var torn: [Int32] = []

    func remove(_ k: Int) {
      removed[k] = true
      for e in Int(supplierStart[k])..<Int(supplierStart[k + 1]) {
        let i = Int(suppliers[e])
        consumerCount[i] -= 1
        if consumerCount[i] == 0 && !removed[i] { queue.append(Int32(truncatingIfNeeded: i)) }
      }
      for e in Int(consumerStart[k])..<Int(consumerStart[k + 1]) {
        let i = Int(consumers[e])
        supplierCount[i] -= 1
        if supplierCount[i] == 0 && !removed[i] { queue.append(Int32(truncatingIfNeeded: i)) }
      }
    }
    while true {
      while let next = queue.popLast() {
        let k = Int(next)
        if removed[k] { continue }
        if consumerCount[k] == 0 { front.append(members[k]) } else { back.append(members[k]) }
        remove(k)
      }
      guard
        let k = heap.popLargest(where: {
          removed[$0] ? nil : Int64(supplierCount[$0]) * Int64(consumerCount[$0])
        })
      else { break }
      torn.append(members[k])
      remove(k)
    }
    return (front + back.reversed(), torn)
  }
}

/// A binary heap whose keys only fall: a stale key is renewed when it comes to the top.
private struct TearHeap {
  private var entries: [(key: Int64, node: Int32)]

  init(_ keys: [Int64]) {
    entries = keys.enumerated().map { ($0.element, Int32(truncatingIfNeeded: $0.offset)) }
    for k in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(k) }
  }

  /// Removes and returns the node of the largest key; `current` gives a node's key today, nil to drop it.
  mutating func popLargest(where current: (Int) -> Int64?) -> Int? {
    while let top = entries.first {
      let key = current(Int(top.node))
      if let key, key < top.key {
        entries[0].key = key
        sink(0)
        continue
      }
      let last = entries.removeLast()
      if !entries.isEmpty {
        entries[0] = last
        sink(0)
      }
      if key != nil { return Int(top.node) }
    }
    return nil
  }

  private mutating func sink(_ from: Int) {
    var k = from
    let moved = entries[k]
    while true {
      var child = 2 * k + 1
      if child >= entries.count { break }
      if child + 1 < entries.count && entries[child + 1].key > entries[child].key { child += 1 }
      if entries[child].key <= moved.key { break }
      entries[k] = entries[child]
      k = child
    }
    entries[k] = moved
  }
}
