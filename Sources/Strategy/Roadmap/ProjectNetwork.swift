/// Items that wait for each other, some of them with a printed end: what must move when one moves.
///
/// Times are in years. An item ends no earlier than each item it waits for, plus the time that is stated between the two,
/// or else its own duration where it is known.
public struct ProjectNetwork: Sendable {
  /// An item.
  public struct Node: Sendable {
    /// Its id.
    public let id: String
    /// The end that is printed, such as 2031.0 for the end of 2030.
    public let end: Double?
    /// How long it takes, where that is known.
    public let duration: Double?
    /// Whether it is done: it moves no more.
    public let isDone: Bool
    /// The items it waits for, and whether the strategy says so; otherwise it is a reading.
    public let predecessors: [(id: String, isStated: Bool)]
    /// Years that are stated between the end of an item it waits for and its own, by that item's id.
    public let leads: [String: Double]

    /// An item.
    public init(
      _ id: String, end: Double? = nil, duration: Double? = nil, isDone: Bool = false,
      after predecessors: [(id: String, isStated: Bool)] = [], leads: [String: Double] = [:]
    ) {
      self.id = id
      self.end = end
      self.duration = duration
      self.isDone = isDone
      self.predecessors = predecessors
      self.leads = leads
    }

    /// Years between the end of an item it waits for and its own, where they are known.
    func time(after id: String) -> Double? { leads[id] ?? duration }
  }

  /// Why items are no network.
  public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Items that wait for each other, the first again at the end.
    case circle([String])
    /// An item that waits for one that is not there.
    case missing(item: String, waitsFor: String)
    /// Two items with one id.
    case twice(String)

    /// The problem in words.
    public var description: String {
      switch self {
      case .circle(let ids): "these items wait for each other: \(ids.joined(separator: " -> "))"
      case .missing(let item, let other): "'\(item)' waits for '\(other)', which is not there"
      case .twice(let id): "the item '\(id)' is there twice"
      }
    }
  }

  /// How far an item moves.
  public struct Shift: Sendable, Hashable {
    /// The item.
    public let id: String
    /// Years that it moves for sure: 0 for an item without a printed end, as its slack is not known.
    public let atLeast: Double
    /// Years that it moves if there is no slack but what dates and durations show.
    public let atMost: Double
    /// The time before which it cannot end; nil where nothing is known.
    public let notBefore: Double?
    /// The item that moves it furthest; nil where it moves by itself.
    public let via: String?
    /// Whether the strategy states every dependency on that way.
    public let isStated: Bool
  }

  /// The items.
  public let nodes: [Node]
  /// Numbers of the nodes, each after those it waits for.
  private let order: [Int]
  private let numbers: [String: Int]
  private let successors: [[Int]]

  /// - Throws: `Problem` for items that wait for each other, or for one that is not there.
  public init(_ nodes: [Node]) throws(Problem) {
    self.nodes = nodes
    var numbers: [String: Int] = [:]
    for (i, node) in nodes.enumerated() {
      if numbers[node.id] != nil { throw .twice(node.id) }
      numbers[node.id] = i
    }
    var successors = [[Int]](repeating: [], count: nodes.count)
    var waits = [Int](repeating: 0, count: nodes.count)
    for (i, node) in nodes.enumerated() {
      for other in node.predecessors {
        guard let p = numbers[other.id] else { throw .missing(item: node.id, waitsFor: other.id) }
        successors[p].append(i)
        waits[i] += 1
      }
    }
    var order = nodes.indices.filter { waits[$0] == 0 }
    var next = 0
    while next < order.count {
      for i in successors[order[next]] {
        waits[i] -= 1
        if waits[i] == 0 { order.append(i) }
      }
      next += 1
    }
    if order.count < nodes.count { throw .circle(Self.circle(nodes, numbers, waits)) }
    (self.order, self.numbers, self.successors) = (order, numbers, successors)
  }

  private static func circle(_ nodes: [Node], _ numbers: [String: Int], _ waits: [Int]) -> [String] {
    // Every item that still waits has one before it that does.
    var path: [Int] = []
    var now = waits.firstIndex { $0 > 0 } ?? 0
    while !path.contains(now) {
      path.append(now)
      now = nodes[now].predecessors.lazy.compactMap { numbers[$0.id] }.first { waits[$0] > 0 } ?? now
    }
    let circle = path[(path.firstIndex(of: now) ?? 0)...] + [now]
    return circle.reversed().map { nodes[$0].id }
  }

  /// The time before which each item cannot end: printed ends, and what they wait for.
  private func bounds(_ slips: [Double]) -> [Double?] {
    var bounds = [Double?](repeating: nil, count: nodes.count)
    for i in order {
      let node = nodes[i]
      if node.isDone {
        bounds[i] = node.end
        continue
      }
      let waited = node.predecessors.compactMap { other in
        numbers[other.id].flatMap { bounds[$0] }.map { $0 + (node.time(after: other.id) ?? 0) }
      }.max()
      // An item without a printed end that slips ends so much later than whenever it would have.
      if let end = node.end {
        bounds[i] = max(end + slips[i], waited ?? -.infinity)
      } else {
        bounds[i] = waited.map { $0 + slips[i] }
      }
    }
    return bounds
  }

  /// What moves when items slip, in the order in which they wait for each other; items that stay are left out.
  /// - Parameter slips: years by the items' ids; ids that are not there and items that are done are ignored.
  public func shifts(_ slips: [String: Double]) -> [Shift] {
    let own = nodes.map { $0.isDone ? 0 : max(0, slips[$0.id] ?? 0) }
    let before = bounds([Double](repeating: 0, count: nodes.count))
    let after = bounds(own)
    var most = own
    var via = [Int?](repeating: nil, count: nodes.count)
    var isStated = [Bool](repeating: true, count: nodes.count)
    for i in order where !nodes[i].isDone {
      let node = nodes[i]
      for other in node.predecessors {
        guard let p = numbers[other.id] else { continue }
        // Only dates with a known duration between them show slack.
        var slack = 0.0
        if let end = node.end, let start = nodes[p].end, let time = node.time(after: other.id) {
          slack = max(0, end - start - time)
        }
        let moved = most[p] - slack
        let stated = isStated[p] && other.isStated
        if moved > most[i] + 1e-12
          || (moved > 0 && moved >= most[i] - 1e-12 && via[i] != nil && stated && !isStated[i])
        {
          most[i] = max(most[i], moved)
          via[i] = p
          isStated[i] = stated
        }
      }
    }
    return order.compactMap { i in
      let sure = own[i] > 0 || nodes[i].end != nil ? max(own[i], (after[i] ?? 0) - (before[i] ?? 0)) : 0
      guard most[i] > 1e-12 || sure > 1e-12 else { return nil }
      return Shift(
        id: nodes[i].id, atLeast: sure, atMost: max(most[i], sure), notBefore: after[i],
        via: via[i].map { nodes[$0].id }, isStated: isStated[i])
    }
  }

  /// How far an item with a printed end can slip before another item with a printed end has to move, and which one; negative
  /// where the printed dates do not fit already. Nil where no date bounds it.
  public func slack(of id: String) -> (years: Double, before: String)? {
    guard let start = numbers[id], let end = nodes[start].end, !nodes[start].isDone else { return nil }
    // The longest way from the item to each that waits for it.
    var length = [Double?](repeating: nil, count: nodes.count)
    length[start] = 0
    var least: (years: Double, before: String)?
    for i in order {
      guard let way = length[i] else { continue }
      if i != start, let goal = nodes[i].end, least.map({ goal - end - way < $0.years }) ?? true {
        least = (goal - end - way, nodes[i].id)
      }
      for next in successors[i] where !nodes[next].isDone {
        length[next] = max(length[next] ?? -.infinity, way + (nodes[next].time(after: nodes[i].id) ?? 0))
      }
    }
    return least
  }

  /// The chain of items that decides when one can end: back from it, always to the item that bounds it latest.
  public func chain(to id: String) -> [String] {
    guard var now = numbers[id] else { return [] }
    let bounds = bounds([Double](repeating: 0, count: nodes.count))
    var chain = [nodes[now].id]
    while true {
      let node = nodes[now]
      let open = node.predecessors.compactMap { numbers[$0.id] }.filter { !nodes[$0].isDone }
      func bound(_ i: Int) -> Double { (bounds[i] ?? -.infinity) + (node.time(after: nodes[i].id) ?? 0) }
      guard let last = open.max(by: { bound($0) < bound($1) }) else { break }
      chain.append(nodes[last].id)
      now = last
    }
    return chain.reversed()
  }
}
