import SupplyGraph

/// A supplier tree drawn as boxes by level, suppliers that occur more than once on a level taken together.
struct SupplierDiagram: Sendable {
  struct Node: Sendable {
    var number: Int
    var id: String
    var name: String
    var stage: Int
    /// Drawn steps from the product.
    var level: Int
    var total: Double
    /// What the activity itself emits.
    var own: Double
    /// What comes from suppliers too small to be drawn.
    var rest: Double
    /// What suppliers take off, 0 or less; not drawn.
    var credits = 0.0
  }

  /// A supplier that is not above zero, such as a recycler whose metal replaces a mine's. A box cannot show it.
  struct Credit: Sendable {
    var number: Int
    var id: String
    var name: String
    var level: Int
    var total: Double
    /// What the activity itself emits.
    var own: Double
    /// Number of the box that takes it.
    var user: Int
  }

  struct Link: Sendable {
    /// Numbers of nodes.
    var source: Int
    var target: Int
    var value: Double
  }

  /// A branch without the steps that only pass its product on.
  private struct Branch {
    var activity: Int
    var total: Double
    var direct: Double
    var rest: Double
    var suppliers: [SupplierTree]

    init(_ tree: SupplierTree) {
      (activity, total, direct, rest, suppliers) = (
        tree.activity, tree.total, tree.direct, tree.rest, tree.suppliers
      )
      while suppliers.count == 1, abs(total - suppliers[0].total) <= 1e-6 * abs(total) {
        let only = suppliers[0]
        (direct, rest, suppliers) = (direct + only.direct, rest + only.rest, only.suppliers)
      }
    }
  }

  var nodes: [Node] = []
  var links: [Link] = []
  var credits: [Credit] = []

  /// Everything below zero, which no box shows: credits, and own or smaller parts that are negative.
  var notDrawn: Double {
    nodes.reduce(0) { $0 + $1.credits + min(0, $1.own) + min(0, $1.rest) }
  }

  /// Flattens a tree. A supplier that passes on all its user takes is drawn as one box with it. Branches that are
  /// not above zero are credits and followed no further.
  init(_ tree: SupplierTree, id: (Int) -> String, name: (Int) -> String, stage: (Int) -> Int) {
    struct Place: Hashable {
      var level: Int
      var activity: Int
    }
    var numbers: [Place: Int] = [:]
    var linkIndex: [[Int]: Int] = [:]
    var level = [(tree, -1)]
    var depth = 0
    while !level.isEmpty {
      var next: [(SupplierTree, Int)] = []
      for (whole, user) in level {
        let branch = Branch(whole)
        let place = Place(level: depth, activity: branch.activity)
        let index = numbers[place] ?? nodes.count
        if index == nodes.count {
          numbers[place] = index
          nodes.append(
            Node(
              number: index + 1, id: id(branch.activity), name: name(branch.activity),
              stage: stage(branch.activity), level: depth, total: 0, own: 0, rest: 0))
        }
        nodes[index].total += branch.total
        nodes[index].own += branch.direct
        nodes[index].rest += branch.rest
        if user >= 0 {
          let link = linkIndex[[index, user]] ?? links.count
          if link == links.count {
            linkIndex[[index, user]] = link
            links.append(Link(source: index + 1, target: user + 1, value: 0))
          }
          links[link].value += branch.total
        }
        for supplier in branch.suppliers {
          if supplier.total > 0 {
            next.append((supplier, index))
          } else {
            let credit = Branch(supplier)
            nodes[index].credits += credit.total
            credits.append(
              Credit(
                number: 0, id: id(credit.activity), name: name(credit.activity), level: depth + 1,
                total: credit.total, own: credit.direct, user: index + 1))
          }
        }
      }
      level = next
      depth += 1
    }
    renumber()
  }

  /// Numbers boxes as a reader follows them: each after its user, larger suppliers first.
  private mutating func renumber() {
    var suppliers: [Int: [Link]] = [:]
    for link in links { suppliers[link.target, default: []].append(link) }
    var order: [Int: Int] = [:]
    var open = nodes.isEmpty ? [] : [1]
    while let old = open.popLast() {
      guard order[old] == nil else { continue }
      order[old] = order.count + 1
      let inOrder = suppliers[old, default: []].sorted { ($0.value, $1.source) < ($1.value, $0.source) }
      open += inOrder.map(\.source)
    }
    nodes = nodes.map { node in
      var node = node
      node.number = order[node.number] ?? node.number
      return node
    }.sorted { $0.number < $1.number }
    links = links.map {
      Link(source: order[$0.source] ?? $0.source, target: order[$0.target] ?? $0.target, value: $0.value)
    }.sorted { ($0.target, $0.source) < ($1.target, $1.source) }
    credits = credits.map { credit in
      var credit = credit
      credit.user = order[credit.user] ?? credit.user
      return credit
    }.sorted { ($0.user, $0.total) < ($1.user, $1.total) }
    for i in credits.indices { credits[i].number = nodes.count + i + 1 }
  }
}
