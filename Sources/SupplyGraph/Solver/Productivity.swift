extension TornMatrix {
  /// The loops that cannot supply themselves, as activities.
  ///
  /// A loop without negative entries can if and only if (I - B)ᵀ g = 1 has a positive solution (Hawkins and Simon
  /// 1949). A loop with negative entries cannot only where it is singular, which is dear to find out.
  func loopsThatCannotSupplyThemselves(includingMixedSigns: Bool) -> [Int] {
    var activities: [Int] = []
    var local = [Int32](repeating: -1, count: count)
    for loop in loops {
      let members = loop.map { position[Int($0)] }
      for (k, j) in members.enumerated() { local[Int(j)] = Int32(k) }
      var start: [Int32] = [0]
      var rows: [Int32] = []
      var values: [Double] = []
      var negative = false
      for j in members {
        for k in Int(self.start[Int(j)])..<Int(self.start[Int(j) + 1]) where local[Int(row[k])] >= 0 {
          rows.append(local[Int(row[k])])
          values.append(value[k])
          if value[k] < 0 { negative = true }
        }
        start.append(Int32(rows.count))
      }
      for j in members { local[Int(j)] = -1 }

      if negative && !includingMixedSigns { continue }
      Self.balance(start: start, row: rows, value: &values)
      let factors = SparseFactorisation(start: start, row: rows, value: values)
      let g = factors?.solve([Double](repeating: 1, count: members.count), transposed: true)
      let isSingular = factors.map { !($0.reciprocalCondition > 1e-16) } ?? true
      if isSingular || g?.contains(where: { !$0.isFinite }) ?? true
        || (!negative && g?.contains(where: { $0 <= 0 }) ?? true)
      {
        activities += loop.map { Int($0) }
      }
    }
    return activities
  }

  /// D⁻¹ B D with rows and columns of about equal sums (Osborne 1960): products have units of any size, and neither
  /// the sign of g nor whether the system is singular depends on them.
  private static func balance(start: [Int32], row: [Int32], value: inout [Double]) {
    let n = start.count - 1
    for _ in 0..<30 {
      var columns = [Double](repeating: 0, count: n)
      var rows = columns
      for j in 0..<n {
        for k in Int(start[j])..<Int(start[j + 1]) {
          columns[j] += value[k].magnitude
          rows[Int(row[k])] += value[k].magnitude
        }
      }
      let d = (0..<n).map { columns[$0] > 0 && rows[$0] > 0 ? (rows[$0] / columns[$0]).squareRoot() : 1 }
      // The power of two near each scale: nothing is rounded.
      let scale = d.map {
        $0.isFinite && $0 > 0 ? Double(sign: .plus, exponent: $0.exponent, significand: 1) : 1
      }
      if scale.allSatisfy({ $0 == 1 }) { return }
      for j in 0..<n {
        for k in Int(start[j])..<Int(start[j + 1]) { value[k] *= scale[j] / scale[Int(row[k])] }
      }
    }
  }
}
