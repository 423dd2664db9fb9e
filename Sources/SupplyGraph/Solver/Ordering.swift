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
    let parts = StronglyConnectedParts(graph, roots: roots ?? (0..<Int32(graph.activityCount)).map { $0 })
    // Parts are complete suppliers first.
    untorn.reserveCapacity(parts.members.count)
    var local: [Int32] = []
    for part in (0..<parts.count).reversed() {
      let members = parts.members[Int(parts.start[part])..<Int(parts.start[part + 1])]
      if members.count == 1 {
        untorn += members
        continue
      }
      let loop = Array(members)
      loops.append(loop)
      if tearsWholeLoops {
        torn += loop
        continue
      }
      if local.isEmpty { local = [Int32](repeating: -1, count: graph.activityCount) }
      for (k, member) in loop.enumerated() { local[Int(member)] = Int32(truncatingIfNeeded: k) }
      let peeled = LoopGraph(graph, members: loop, local: local).tear()
      for member in loop { local[Int(member)] = -1 }
      untorn += peeled.order.map { loop[Int($0)] }
      torn += peeled.torn.map { loop[Int($0)] }
    }
  }
}

/// Tarjan's algorithm (1972) with a stack of its own.
private struct StronglyConnectedParts {
  private(set) var members: [Int32] = []
  /// Part q has the members `start[q] ..< start[q + 1]`.
  private(set) var start: [Int32] = [0]
  var count: Int { start.count - 1 }

  init(_ graph: SupplyGraph, roots: [Int32]) {
    let n = graph.activityCount
    var found: [Int32] = []
    found.reserveCapacity(n)
    var ends: [Int32] = [0]
    // The number in which an activity was met; 0 before, the largest number once its part is complete.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * n + 1) { scratch in
      scratch.initialize(repeating: 0)
      let number = scratch.baseAddress.unsafelyUnwrapped
      let open = number + n
      var openCount = 0
      var visited: Int32 = 0
      var path: [(node: Int32, next: Int32, low: Int32)] = []
      path.reserveCapacity(1024)
      graph.inputStart.withUnsafeBufferPointer { inputStart in
        graph.inputs.withUnsafeBufferPointer { inputs in
          for root in roots where number[Int(root)] == 0 {
            visited += 1
            number[Int(root)] = visited
            open[openCount] = root
            openCount += 1
            var (node, next, low) = (root, inputStart[Int(root)], visited)
            walk: while true {
              let end = inputStart[Int(node) + 1]
              while next < end {
                let input = inputs[Int(next)]
                next += 1
                let seen = number[Int(input)]
                if seen == 0 {
                  path.append((node, next, low))
                  visited += 1
                  number[Int(input)] = visited
                  open[openCount] = input
                  openCount += 1
                  (node, next, low) = (input, inputStart[Int(input)], visited)
                  continue walk
                }
                if seen < low { low = seen }
              }
              if low == number[Int(node)] {
                var member: Int32
                repeat {
                  openCount -= 1
                  member = open[openCount]
                  number[Int(member)] = .max
                  found.append(member)
                } while member != node
                ends.append(Int32(truncatingIfNeeded: found.count))
              }
              guard let parent = path.popLast() else { break }
              (node, next) = (parent.node, parent.next)
              low = min(low, parent.low)
            }
          }
        }
      }
    }
    members = found
    start = ends
  }
}

/// One strongly connected part by itself: who supplies and who consumes, members numbered from 0.
private struct LoopGraph {
  let count: Int
  let supplierStart: [Int32]
  let suppliers: [Int32]
  let consumerStart: [Int32]
  let consumers: [Int32]

  /// - Parameter local: the number of each member, -1 for all other activities.
  init(_ graph: SupplyGraph, members: [Int32], local: [Int32]) {
    let m = members.count
    var supplierStart = [Int32](repeating: 0, count: m + 1)
    var consumerStart = supplierStart
    var edges = 0
    for member in members { edges += Int(graph.inputStart[Int(member) + 1] - graph.inputStart[Int(member)]) }
    var inside = 0
    let suppliers = [Int32](unsafeUninitializedCapacity: edges) { suppliers, initialized in
      graph.inputs.withUnsafeBufferPointer { inputs in
        local.withUnsafeBufferPointer { local in
          for (k, member) in members.enumerated() {
            for e in Int(graph.inputStart[Int(member)])..<Int(graph.inputStart[Int(member) + 1]) {
              let i = local[Int(inputs[e])]
              if i >= 0 && Int(i) != k {
                suppliers[inside] = i
                inside += 1
                consumerStart[Int(i) + 1] += 1
              }
            }
            supplierStart[k + 1] = Int32(truncatingIfNeeded: inside)
          }
        }
      }
      initialized = inside
    }
    for k in 0..<m { consumerStart[k + 1] += consumerStart[k] }
    var fill = consumerStart
    consumers = [Int32](unsafeUninitializedCapacity: inside) { consumers, initialized in
      for k in 0..<m {
        for e in Int(supplierStart[k])..<Int(supplierStart[k + 1]) {
          let i = Int(suppliers[e])
          consumers[Int(fill[i])] = Int32(truncatingIfNeeded: k)
          fill[i] += 1
        }
      }
      initialized = inside
    }
    count = m
    self.supplierStart = supplierStart
    self.suppliers = suppliers
    self.consumerStart = consumerStart
  }

  /// A feedback vertex set: peel what has no consumer or no supplier left, else tear the member with the largest
  /// product of both counts. Returns the members that stay, consumers first, and those torn out.
  func tear() -> (order: [Int32], torn: [Int32]) {
    var supplierCount = (0..<count).map { supplierStart[$0 + 1] - supplierStart[$0] }
    var consumerCount = (0..<count).map { consumerStart[$0 + 1] - consumerStart[$0] }
    var removed = [Bool](repeating: false, count: count)
    var heap = TearHeap((0..<count).map { Int64(supplierCount[$0]) * Int64(consumerCount[$0]) })
    var queue: [Int32] = []
    var front: [Int32] = []
    var back: [Int32] = []
    var torn: [Int32] = []
    while true {
      var next = queue.popLast()
      if next == nil {
        next = heap.popLargest { removed[$0] ? nil : Int64(supplierCount[$0]) * Int64(consumerCount[$0]) }
        guard let next else { break }
        torn.append(next)
      } else if let peeled = next {
        if removed[Int(peeled)] { continue }
        if consumerCount[Int(peeled)] == 0 { front.append(peeled) } else { back.append(peeled) }
      }
      guard let k = next.map({ Int($0) }) else { break }
      removed[k] = true
      suppliers.withUnsafeBufferPointer { suppliers in
        for e in Int(supplierStart[k])..<Int(supplierStart[k + 1]) {
          let i = Int(suppliers[e])
          consumerCount[i] -= 1
          if consumerCount[i] == 0 && !removed[i] { queue.append(Int32(truncatingIfNeeded: i)) }
        }
      }
      consumers.withUnsafeBufferPointer { consumers in
        for e in Int(consumerStart[k])..<Int(consumerStart[k + 1]) {
          let i = Int(consumers[e])
          supplierCount[i] -= 1
          if supplierCount[i] == 0 && !removed[i] { queue.append(Int32(truncatingIfNeeded: i)) }
        }
      }
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
  mutating func popLargest(_ current: (Int) -> Int64?) -> Int32? {
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
      if key != nil { return top.node }
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
