/// The chain in solve order, scaled so that every activity makes one unit: p = d + B p.
///
/// With net output T(j,j) of activity j and sign(i) its sign, B(i,j) = sign(i) · amount(i,j) / |T(j,j)| and the
/// level p(j) = |T(j,j)| · runs(j). Ordinary chains, waste treatment included, then have B ≥ 0.
/// Positions `0 ..< untorn` have no loop among them, consumers first; the torn activities follow.
struct TornMatrix: Sendable {
  /// The activity at each position.
  let activity: [Int32]
  /// The position of each activity; -1 where it is not part of this matrix.
  let position: [Int32]
  let untorn: Int
  var torn: Int { activity.count - untorn }
  var count: Int { activity.count }
  /// The column of position j is `start[j] ..< start[j + 1]` of `row`, `value` and `input`.
  let start: [Int32]
  let row: [Int32]
  let value: [Double]
  /// Net output of one run of the activity at each position.
  let net: [Double]
  /// Whether no entry is negative.
  let isNonnegative: Bool
  /// A bound on the relative rounding of each row's sum, the scaling of the data included.
  let rowRounding: [Double]
  private let netRounding: Double
  /// How far a certificate's inequalities are kept from equality: above the rounding of any sum here.
  let inflation: Double
  /// Strongly connected parts of more than one activity.
  let loops: [[Int32]]

  init(_ graph: SupplyGraph, roots: [Int32]?, tearsWholeLoops: Bool = false) throws(SupplyGraphError) {
    let order = Ordering(graph, roots: roots, tearsWholeLoops: tearsWholeLoops)
    let activity = order.untorn + order.torn
    let n = activity.count
    var position = [Int32](repeating: -1, count: graph.activityCount)
    for (j, a) in activity.enumerated() { position[Int(a)] = Int32(truncatingIfNeeded: j) }

    let most = activity.reduce(0) { $0 + Int(graph.inputStart[Int($1) + 1] - graph.inputStart[Int($1)]) }
    let hasWaste = graph.outputs.contains { $0 < 0 }
    var net = [Double](repeating: 0, count: n)
    var start = [Int32](repeating: 0, count: n + 1)
    var terms = [Int32](repeating: 1, count: n)
    var own: [Int] = []
    var netRounding = 0.0
    var smallest = 0.0
    var value = [Double]()
    row = [Int32](unsafeUninitializedCapacity: most) { row, rowCount in
      value = [Double](unsafeUninitializedCapacity: most) { value, valueCount in
        terms.withUnsafeMutableBufferPointer { terms in
          graph.inputs.withUnsafeBufferPointer { inputs in
            graph.amounts.withUnsafeBufferPointer { amounts in
              position.withUnsafeBufferPointer { position in
                var slot = 0
                for j in 0..<n {
                  let a = Int(activity[j])
                  let column = Int(graph.inputStart[a])..<Int(graph.inputStart[a + 1])
                  let output = graph.outputs[a]
                  var left = output
                  var size = output.magnitude
                  for k in column where Int(inputs[k]) == a {
                    left -= amounts[k]
                    size += amounts[k].magnitude
                  }
                  net[j] = left
                  if !(left * output > 0) || !left.isFinite { own.append(a) }
                  netRounding = max(netRounding, 4 * Rounding.unit * (size / left.magnitude - 1))
                  let scale = 1 / left.magnitude
                  for k in column {
                    let input = Int(inputs[k])
                    if input == a { continue }
                    let b = hasWaste && graph.outputs[input] < 0 ? -amounts[k] * scale : amounts[k] * scale
                    smallest = min(smallest, b)
                    let i = position[input]
                    row[slot] = i
                    value[slot] = b
                    terms[Int(i)] &+= 1
                    slot += 1
                  }
                  start[j + 1] = Int32(truncatingIfNeeded: slot)
                }
                rowCount = slot
                valueCount = slot
              }
            }
          }
        }
      }
    }
    guard own.isEmpty else { throw .cannotSupplyItself(activities: own) }
    self.activity = activity
    self.position = position
    untorn = order.untorn.count
    self.start = start
    self.value = value
    self.net = net
    rowRounding = terms.map { Rounding.gamma($0) + netRounding }
    self.netRounding = netRounding
    var longest: Int32 = 0
    for j in 0..<n { longest = max(longest, start[j + 1] - start[j]) }
    inflation = 1 + 4 * (Rounding.gamma(longest) + netRounding)
    isNonnegative = smallest >= 0
    loops = order.loops
  }

  /// Consumers to suppliers: `p[0 ..< untorn]` holds the demand and becomes the level of each untorn activity;
  /// `p[untorn...]` holds the demand of the torn ones and becomes what they would have to make, given that they
  /// run at `torn`.
  func forward<L: Lanes>(_ value: [Double], torn x: [L], into p: inout [L]) {
    for h in x.indices where x[h] != .zero {
      for k in Int(start[untorn + h])..<Int(start[untorn + h + 1]) { p[Int(row[k])] += x[h] * value[k] }
    }
    L.scatter(untorn, start, row, value, &p)
  }

  /// Suppliers to consumers: y(j) = inflation · (c(j) + Σ B(i,j) y(i)), where `y` holds c; the torn part of y is given as `torn`
  /// and what it would have to be is left in `y[untorn...]`.
  func adjoint<L: Lanes>(_ value: [Double], torn x: [L], inflation: Double = 1, into y: inout [L]) {
    var asked = Array(y[untorn...])
    for h in x.indices { y[untorn + h] = x[h] }
    L.gather(untorn, start, row, value, inflation: inflation, &y)
    for h in x.indices {
      for k in Int(start[untorn + h])..<Int(start[untorn + h + 1]) { asked[h] += y[Int(row[k])] * value[k] }
    }
    for h in x.indices { y[untorn + h] = asked[h] * inflation }
  }

  /// A bound on the relative rounding of a column's sum, the scaling of the data included.
  func columnRounding(_ j: Int) -> Double { Rounding.gamma(start[j + 1] - start[j]) + netRounding }

  /// |B|, entry by entry.
  func absoluteValue() -> [Double] { isNonnegative ? value : value.map(\.magnitude) }
}
