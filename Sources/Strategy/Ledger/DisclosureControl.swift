/// Decides which sums over companies' figures may be shown together.
///
/// A sum is shown only if no linear combination of everything shown gives a figure that fewer than three companies
/// contribute to. Readers are taken to know who contributes to which sum, and which figures did not change. The test
/// is exact: for every pair of companies, what is shown must keep its rank without the figures that are of the pair
/// alone; otherwise a combination is made of these alone. Ranks are computed modulo 2^31 - 1.
struct DisclosureControl {
  /// A figure of one company, and the sums that it is part of.
  struct Figure {
    let company: Int
    let value: Double
    let sums: [Int]
  }

  /// The least number of companies behind anything that can be computed.
  static let minimum = 3

  private let columnsOfSum: [[Int]]
  private let companiesOfSum: [Set<Int>]
  private let largestShare: [Double]
  private let columns: Int
  private var all: RowSpace
  /// For each pair: what is shown, without the columns that belong to the pair alone.
  private var withoutPair: [RowSpace] = []
  private var forbidden: [[UInt64]] = []

  /// - Parameters:
  ///   - figures: only those above 0; a company without one does not contribute.
  ///   - sums: how many sums there are.
  init(_ figures: [Figure], sums: Int) {
    // Figures that are parts of the same sums cannot be told apart: one column.
    var numbers: [[Int]: Int] = [:]
    var companies: [Set<Int>] = []
    var parts = [Set<Int>](repeating: [], count: sums)
    var contributors = parts
    var byCompany = [[Int: Double]](repeating: [:], count: sums)
    for figure in figures where !figure.sums.isEmpty {
      let key = figure.sums.sorted()
      let column = numbers[key] ?? numbers.count
      if numbers[key] == nil {
        numbers[key] = column
        companies.append([])
      }
      companies[column].insert(figure.company)
      for sum in key {
        parts[sum].insert(column)
        contributors[sum].insert(figure.company)
        byCompany[sum][figure.company, default: 0] += figure.value
      }
    }
    columns = companies.count
    columnsOfSum = parts.map { $0.sorted() }
    companiesOfSum = contributors
    largestShare = byCompany.map { values in
      let total = values.values.reduce(0, +)
      return total > 0 ? (values.values.max() ?? 0) / total : 0
    }
    all = RowSpace(leavingOut: [], of: columns)
    let few = companies.filter { $0.count < Self.minimum }
    let members = Set(few.flatMap(\.self)).sorted()
    var known: Set<[Int]> = []
    for a in members {
      for b in members where b >= a {
        let own = companies.indices.filter { companies[$0].isSubset(of: [a, b]) }
        if own.isEmpty || !known.insert(own).inserted { continue }
        withoutPair.append(RowSpace(leavingOut: own, of: columns))
      }
    }
  }

  /// How many companies contribute to a sum.
  func companies(in sum: Int) -> Int { companiesOfSum[sum].count }

  /// The part of a sum that its largest contributor has.
  func largestShare(in sum: Int) -> Double { largestShare[sum] }

  /// Marks a sum that must not be computed from what is shown.
  mutating func forbid(_ sum: Int) {
    let vector = vector(sum)
    if vector.contains(where: { $0 != 0 }) { forbidden.append(vector) }
  }

  /// Takes a sum as shown already, whatever it reveals.
  mutating func insert(_ sum: Int) {
    let vector = vector(sum)
    all.insert(vector)
    for i in withoutPair.indices { withoutPair[i].insert(vector) }
  }

  /// Shows a sum if nothing about fewer than three companies follows.
  mutating func show(_ sum: Int) -> Bool {
    let vector = vector(sum)
    let rest = all.reduced(vector)
    guard let pivot = rest.firstIndex(where: { $0 != 0 }) else { return true }
    for space in withoutPair where !space.reduced(vector).contains(where: { $0 != 0 }) { return false }
    for other in forbidden {
      let left = all.reduced(other)
      let factor = RowSpace.product(left[pivot], RowSpace.inverse(rest[pivot]))
      let isMultiple = left.indices.allSatisfy { left[$0] == RowSpace.product(factor, rest[$0]) }
      if isMultiple { return false }
    }
    insert(sum)
    return true
  }

  private func vector(_ sum: Int) -> [UInt64] {
    var vector = [UInt64](repeating: 0, count: columns)
    for column in columnsOfSum[sum] { vector[column] = 1 }
    return vector
  }
}

/// The space that rows span, over the integers modulo 2^31 - 1, in echelon form.
struct RowSpace {
  static let prime: UInt64 = 2_147_483_647
  private var rows: [(pivot: Int, values: [UInt64])] = []
  private let isLeftOut: [Bool]

  /// - Parameter leftOut: columns that are taken as 0.
  init(leavingOut leftOut: [Int], of columns: Int) {
    var mask = [Bool](repeating: false, count: columns)
    for column in leftOut { mask[column] = true }
    isLeftOut = mask
  }

  static func product(_ a: UInt64, _ b: UInt64) -> UInt64 { a * b % prime }

  /// By Fermat: a^(p - 2).
  static func inverse(_ a: UInt64) -> UInt64 {
    var (result, base, exponent): (UInt64, UInt64, UInt64) = (1, a, prime - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { result = product(result, base) }
      base = product(base, base)
      exponent >>= 1
    }
    return result
  }

  /// What is left of a row that the others do not span.
  func reduced(_ row: [UInt64]) -> [UInt64] {
    var row = row
    for c in row.indices where isLeftOut[c] { row[c] = 0 }
    for (pivot, values) in rows where row[pivot] != 0 {
      let factor = Self.prime - row[pivot]
      for c in row.indices { row[c] = (row[c] + factor * values[c]) % Self.prime }
    }
    return row
  }

  /// Adds a row.
  mutating func insert(_ row: [UInt64]) {
    var rest = reduced(row)
    guard let pivot = rest.firstIndex(where: { $0 != 0 }) else { return }
    let inverse = Self.inverse(rest[pivot])
    for c in rest.indices { rest[c] = Self.product(rest[c], inverse) }
    rows.append((pivot, rest))
  }
}
