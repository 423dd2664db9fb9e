extension SobolIndices {
  /// Below this many spacings of its largest value, the spread of an output is rounding.
  private static let roundingSpacings = 16.0

  static func analyse(
    _ table: OutputTable, _ output: Int, inputs: Int, options: Options, whole: Resamples
  ) -> Output {
    let used = (0..<table.points).filter { i in
      (0..<table.rows).allSatisfy { table.column(output, $0)[i].isFinite }
    }
    let n = used.count
    func undefined(_ mean: Double, _ variance: Double, _ reason: String) -> Output {
      Output(mean: mean, variance: variance, points: n, indices: nil, reason: reason)
    }
    guard n >= 2 else {
      return undefined(.nan, .nan, "only \(n) of \(table.points) base points have finite outputs")
    }
    let isWhole = n == table.points
    var columns = (0..<table.rows).map { row in
      let column = table.column(output, row)
      return isWhole ? Array(UnsafeBufferPointer(start: column, count: n)) : used.map { column[$0] }
    }
    let (first, last) = (columns[0], columns[table.rows - 1])
    let mean = (first.reduce(0, +) + last.reduce(0, +)) / Double(2 * n)
    let low = min(first.min() ?? 0, last.min() ?? 0)
    let high = max(first.max() ?? 0, last.max() ?? 0)
    guard high - low > roundingSpacings * max(abs(low), abs(high)).ulp else {
      return undefined(
        mean, 0, "the output is the same at every point, so that no input explains its variance")
    }
    // The origin moves first to a value of the output and then to the mean, so that a large mean costs no digits.
    let origin = first[0]
    for k in columns.indices { for i in 0..<n { columns[k][i] -= origin } }
    let centre = columns.reduce(0) { $0 + $1.reduce(0, +) } / Double(n * columns.count)
    for k in columns.indices { for i in 0..<n { columns[k][i] -= centre } }

    let resamples = isWhole ? whole : Resamples(points: n, options: options)
    let estimate = Estimate(columns, resamples)
    let pairs = (0..<inputs).map { estimate.indices($0) }
    let hasPairs = table.rows == 2 * inputs + 2
    let secondOrder =
      !hasPairs
      ? nil
      : (0..<inputs).map { j in
        (j + 1..<inputs).map { k in
          estimate.pair(columns[1 + inputs + j], columns[1 + k]) - pairs[j].first - pairs[k].first
        }
      }
    return Output(
      mean: mean, variance: estimate.variance, points: n,
      indices: Indices(
        firstOrder: pairs.map(\.first), firstOrderConfidence: pairs.map(\.firstConfidence),
        total: pairs.map(\.total), totalConfidence: pairs.map(\.totalConfidence),
        secondOrder: secondOrder),
      reason: nil)
  }
}

/// Estimates from the centred outputs of one model output.
private struct Estimate {
  struct Pair {
    let first: Double
    let firstConfidence: Double
    let total: Double
    let totalConfidence: Double
  }

  private let columns: [[Double]]
  private let a: [Double]
  private let b: [Double]
  private let resamples: Resamples
  /// Population variance of A and B together.
  let variance: Double
  /// The same in each resample.
  private let variances: [Double]

  init(_ columns: [[Double]], _ resamples: Resamples) {
    let (a, b) = (columns[0], columns[columns.count - 1])
    (self.columns, self.a, self.b, self.resamples) = (columns, a, b, resamples)
    let n = Double(a.count)
    let mean = zip(a, b).reduce(0) { $0 + ($1.0 + $1.1) } / (2 * n)
    variance =
      zip(a, b).reduce(0) { $0 + (($1.0 - mean) * ($1.0 - mean) + ($1.1 - mean) * ($1.1 - mean)) } / (2 * n)
    let sums = resamples.sums(zip(a, b).map { $0 + $1 })
    let squares = resamples.sums(zip(a, b).map { $0 * $0 + $1 * $1 })
    variances = zip(sums, squares).map { $1 / (2 * n) - ($0 / (2 * n)) * ($0 / (2 * n)) }
  }

  /// First-order and total index of an input.
  func indices(_ input: Int) -> Pair {
    let crossed = columns[1 + input]
    var firstTerms = a
    var totalTerms = a
    for i in a.indices {
      let difference = crossed[i] - a[i]
      firstTerms[i] = b[i] * difference
      totalTerms[i] = 0.5 * difference * difference
    }
    let (first, firstConfidence) = ratio(firstTerms)
    let (total, totalConfidence) = ratio(totalTerms)
    return Pair(
      first: first, firstConfidence: firstConfidence, total: total, totalConfidence: totalConfidence)
  }

  /// mean(BA_j AB_k − A B) / V.
  func pair(_ swapped: [Double], _ crossed: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += swapped[i] * crossed[i] - a[i] * b[i] }
    return sum / Double(a.count) / variance
  }

  private func ratio(_ terms: [Double]) -> (value: Double, confidence: Double) {
    let n = Double(terms.count)
    let value = terms.reduce(0, +) / n / variance
    let resampled = zip(resamples.sums(terms), variances).map { $0 / n / $1 }.filter(\.isFinite)
    guard resampled.count > 1 else { return (value, .nan) }
    let mean = resampled.reduce(0, +) / Double(resampled.count)
    let squares = resampled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (value, resamples.score * (squares / Double(resampled.count - 1)).squareRoot())
  }
}

/// Bootstrap resamples of base points, drawn with replacement, as how often each point is drawn.
struct Resamples: Sendable {
  private let points: Int
  private let count: Int
  /// Of resample r and point i at `r * points + i`.
  private let draws: [UInt8]
  /// The half-width of an interval in standard deviations.
  let score: Double

  init(points: Int, options: SobolIndices.Options) {
    self.points = points
    count = options.resamples
    score = StandardNormal.quantile(0.5 + options.confidence / 2)
    let stream = KeyedStream.stream(seed: options.seed, key: KeyedStream.key("bootstrap"))
    var draws = [UInt8](repeating: 0, count: points * options.resamples)
    for r in 0..<options.resamples {
      for i in 0..<points {
        let bits = KeyedStream.bits(stream, UInt64(r * points + i))
        let chosen = r * points + Int(bits.multipliedFullWidth(by: UInt64(points)).high)
        if draws[chosen] < .max { draws[chosen] += 1 }
      }
    }
    self.draws = draws
  }

  /// The sum of the terms in each resample.
  func sums(_ terms: [Double]) -> [Double] {
    terms.withUnsafeBufferPointer { terms in
      draws.withUnsafeBufferPointer { draws in
        (0..<count).map { r in
          // Eight sums side by side; their order does not depend on the processor.
          var lanes = SIMD8<Double>.zero
          var i = 0
          while i + 8 <= points {
            for l in 0..<8 { lanes[l] += Double(draws[r * points + i + l]) * terms[i + l] }
            i += 8
          }
          var sum = lanes.sum()
          while i < points {
            sum += Double(draws[r * points + i]) * terms[i]
            i += 1
          }
          return sum
        }
      }
    }
  }
}
