import Foundation

/// Samples of a whole scenario: the probability of each target, and the spread of series by year.
public struct ScenarioSamples: Sendable {
  /// How points are chosen.
  public enum Design: String, Sendable, CaseIterable {
    /// Latin hypercube.
    case latinHypercube = "lhs"
    /// A scrambled Sobol sequence.
    case sobol
    /// Independent draws.
    case random
  }

  /// A target in the samples.
  public struct TargetSpread: Sendable {
    /// The target.
    public let target: Target
    /// Share of the samples that meet it; nil where the value of none can be said.
    public let probability: Double?
    /// The values of all samples in the target's unit, in the order of the samples; NaN where one is missing.
    public let values: [Double]
    /// The values below which 5, 50 and 95 % of the samples lie.
    public let percentiles: (low: Double, median: Double, high: Double)?
  }

  /// A series in the samples.
  public struct SeriesSpread: Sendable {
    /// The series.
    public let series: SeriesInfo
    /// The values below which 5, 50 and 95 % of the samples lie, by year; nil where one is missing.
    public let low, median, high: [Double?]
  }

  /// The number of samples.
  public let count: Int
  /// The seed.
  public let seed: UInt64
  /// The design.
  public let design: Design
  /// The uncertain assumptions, in the order of the scenario.
  public let uncertain: [Assumption]
  /// Every target whose value can be said.
  public let targets: [TargetSpread]
  /// The series asked for.
  public let series: [SeriesSpread]
}

extension Scenario {
  /// The assumptions that carry a distribution.
  public var uncertainAssumptions: [Assumption] { assumptions.filter { $0.distribution != nil } }

  /// Samples every uncertain assumption independently and computes the whole scenario for each sample.
  ///
  /// A draw of an assumption depends on seed, its id and the number of the sample (and, for a Latin hypercube, on their count), so
  /// that another assumption, another order or another number of threads changes nothing. Takes 8 bytes for each sample and value
  /// kept.
  /// - Parameters:
  ///   - series: ids of series whose spread is kept.
  ///   - progress: told how many samples are done, from any thread.
  /// - Throws: `UncertaintyProblem` where nothing is uncertain or the count does not fit.
  public func sample(
    _ count: Int, seed: UInt64 = 1, design: ScenarioSamples.Design = .latinHypercube,
    series ids: [String] = [],
    threads: Int = 1, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(UncertaintyProblem) -> ScenarioSamples {
    let uncertain = assumptions.indices.filter { assumptions[$0].distribution != nil }
    guard !uncertain.isEmpty else {
      throw UncertaintyProblem("no assumption of the scenario has a distribution")
    }
    guard count >= 1 else { throw UncertaintyProblem("at least one sample is needed, not \(count)") }
    let names = uncertain.map { assumptions[$0].id }
    let model = self.model
    let points: any SamplingDesign =
      switch design {
      case .latinHypercube: try LatinHypercube(count: count, names: names, seed: seed)
      case .sobol: try SobolSequence(names: names, seed: seed)
      case .random: try RandomDesign(names: names, seed: seed)
      }
    let readings = model.targets.compactMap { reading -> (TargetReading, Series, Double)? in
      guard case .series(let series, let factor) = reading.value, self.years.contains(reading.target.year)
      else {
        return nil
      }
      return (reading, series, factor)
    }
    let wanted = ids.compactMap { model.layout[$0] }
    let years = self.years.count
    let first = self.years.lowerBound
    let kept = readings.count + wanted.count * years
    let sums = Table(rows: kept, columns: count)
    let distributions = uncertain.compactMap { assumptions[$0].distribution }
    let nominal = assumptions.map(\.value)
    let counter = Counter()
    inParallel(threads, over: max(1, min(threads, count))) { thread in
      let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: nominal.count)
      let results = UnsafeMutableBufferPointer<Double>.allocate(capacity: model.series.count * years)
      let point = UnsafeMutableBufferPointer<Double>.allocate(capacity: uncertain.count)
      defer {
        values.deallocate()
        results.deallocate()
        point.deallocate()
      }
      _ = values.initialize(from: nominal)
      results.initialize(repeating: .nan)
      let stride = max(1, min(threads, count))
      for sample in Swift.stride(from: thread, to: count, by: stride) {
        points.fill(point: sample, into: point)
        for (j, i) in uncertain.enumerated() { values[i] = distributions[j].quantile(point[j]) }
        model.evaluate(UnsafeBufferPointer(values), into: results)
        for (r, (reading, series, factor)) in readings.enumerated() {
          sums[r, sample] = results[series.index * years + reading.target.year - first] * factor
        }
        for (s, series) in wanted.enumerated() {
          for t in 0..<years {
            sums[readings.count + s * years + t, sample] = results[series.index * years + t]
          }
        }
        progress(counter.next())
      }
    }
    let spreads = readings.enumerated().map { r, reading in
      let values = sums.row(r)
      let known = values.filter(\.isFinite)
      return ScenarioSamples.TargetSpread(
        target: reading.0.target,
        probability: known.isEmpty
          ? nil : Double(known.count { reading.0.target.isMet(by: $0) }) / Double(known.count),
        values: values, percentiles: Percentiles(known).map { ($0.low, $0.median, $0.high) })
    }
    let series = wanted.enumerated().map { s, series in
      let bands = (0..<years).map {
        Percentiles(sums.row(readings.count + s * years + $0).filter(\.isFinite))
      }
      return ScenarioSamples.SeriesSpread(
        series: model.series[series.index], low: bands.map { $0?.low }, median: bands.map { $0?.median },
        high: bands.map { $0?.high })
    }
    return ScenarioSamples(
      count: count, seed: seed, design: design, uncertain: uncertain.map { assumptions[$0] },
      targets: spreads,
      series: series)
  }

  /// Sobol indices of every target's value: which assumption decides.
  /// - Parameters:
  ///   - count: base points, best a power of 2; the scenario is computed count × (uncertain assumptions + 2) times.
  ///   - progress: told how many base points are done.
  /// - Throws: `UncertaintyProblem` where nothing is uncertain or the count does not fit.
  public func sensitivity(
    _ count: Int, seed: UInt64 = 1, threads: Int = 1, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> [(target: Target, output: SobolIndices.Output)] {
    let uncertain = assumptions.indices.filter { assumptions[$0].distribution != nil }
    guard !uncertain.isEmpty else {
      throw UncertaintyProblem("no assumption of the scenario has a distribution")
    }
    let model = self.model
    let readings = model.targets.compactMap { reading -> (target: Target, series: Series)? in
      guard case .series(let series, _) = reading.value, self.years.contains(reading.target.year) else {
        return nil
      }
      return (reading.target, series)
    }
    let design = try SaltelliDesign(names: uncertain.map { assumptions[$0].id }, count: count, seed: seed)
    let nominal = assumptions.map(\.value)
    let (years, first) = (self.years.count, self.years.lowerBound)
    let counter = Counter()
    let indices = try SobolIndices.estimate(
      design: design, distributions: uncertain.compactMap { assumptions[$0].distribution },
      outputs: readings.count,
      threads: threads, options: SobolIndices.Options(seed: seed),
      workspace: { (nominal, [Double](repeating: .nan, count: model.series.count * years)) }
    ) { space, points, outputs in
      for row in 0..<design.rowsPerPoint {
        for (j, i) in uncertain.enumerated() { space.0[i] = points[row * design.inputs + j] }
        space.0.withUnsafeBufferPointer { values in
          space.1.withUnsafeMutableBufferPointer { model.evaluate(values, into: $0) }
        }
        for (r, reading) in readings.enumerated() {
          outputs[row * readings.count + r] =
            space.1[reading.series.index * years + reading.target.year - first]
        }
      }
      progress(counter.next())
    }
    return zip(readings, indices.outputs).map { ($0.target, $1) }
  }
}

/// Values of samples: threads write columns of their own.
private final class Table: @unchecked Sendable {
  private let values: UnsafeMutableBufferPointer<Double>
  private let columns: Int

  init(rows: Int, columns: Int) {
    values = .allocate(capacity: max(1, rows * columns))
    values.initialize(repeating: .nan)
    self.columns = columns
  }

  deinit { values.deallocate() }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  func row(_ row: Int) -> [Double] { Array(values[row * columns..<(row + 1) * columns]) }
}

/// Counts across threads.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  func next() -> Int {
    lock.withLock {
      count += 1
      return count
    }
  }
}

/// The values below which 5, 50 and 95 % lie (straight lines between order statistics, as numpy's default).
private struct Percentiles {
  let low, median, high: Double

  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    func at(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
    (low, median, high) = (at(0.05), at(0.5), at(0.95))
  }
}
