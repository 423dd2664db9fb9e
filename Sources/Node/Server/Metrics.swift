import Synchronization

/// A count that only grows.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  func add(_ amount: Int = 1) { value.wrappingAdd(amount, ordering: .relaxed) }
  var current: Int { value.load(ordering: .relaxed) }
}

/// How many values fell below each of some limits.
final class Histogram: Sendable {
  let limits: [Double]
  private let counts: [Counter]
  private let sum = Counter()
  private let unit: Double

  /// - Parameter unit: what the sum is counted in, e.g. 1e-9 for seconds.
  init(limits: [Double], unit: Double) {
    self.limits = limits
    self.unit = unit
    counts = (0...limits.count).map { _ in Counter() }
  }

  func record(_ value: Double) {
    counts[limits.firstIndex { value <= $0 } ?? limits.count].add()
    sum.add(Int((value / unit).rounded()))
  }

  /// The counts at or below each limit, of all values, and their sum.
  var current: (cumulative: [Int], count: Int, sum: Double) {
    var total = 0
    let cumulative = counts.map { counter in
      total += counter.current
      return total
    }
    return (Array(cumulative.dropLast()), total, Double(sum.current) * unit)
  }
}

/// What is counted of one path template.
final class EndpointMetrics: Sendable {
  let pattern: String
  /// By method and status: `methods.count` x `statuses.count`, and one more for any other status.
  private let counts: [Counter]
  let seconds = Histogram(
    limits: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], unit: 1e-9)

  static let methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "other"]
  static let statuses = [
    200, 201, 202, 204, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415,
    422, 429, 500, 501, 502, 503, 504,
  ]
  private static let statusIndex: [Int] = (0..<600).map { statuses.firstIndex(of: $0) ?? statuses.count }

  init(pattern: String) {
    self.pattern = pattern
    counts = (0..<EndpointMetrics.methods.count * (EndpointMetrics.statuses.count + 1)).map { _ in Counter() }
  }

  func record(method: String, status: Int, seconds: Double) {
    let column =
      (0..<600).contains(status) ? EndpointMetrics.statusIndex[status] : EndpointMetrics.statuses.count
    let row = EndpointMetrics.methods.firstIndex(of: method) ?? EndpointMetrics.methods.count - 1
    counts[row * (EndpointMetrics.statuses.count + 1) + column].add()
    self.seconds.record(seconds)
  }

  /// The counts above zero; status 0 stands for any that is not listed.
  var current: [(method: String, status: Int, count: Int)] {
    let width = EndpointMetrics.statuses.count + 1
    return counts.enumerated().compactMap { index, counter in
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      guard counter.current > 0 else { return nil }
      let status = column < EndpointMetrics.statuses.count ? EndpointMetrics.statuses[column] : 0
      return (EndpointMetrics.methods[row], status, counter.current)
    }
  }
}

/// What `/metrics` shows of a node at work. Nothing in it names a company, a part or a person.
public final class Metrics: Sendable {
  let signInFailures = Counter()
  let tooManyRequests = Counter()
  let faults = Counter()
  let commits = Counter()
  let batchSizes = Histogram(limits: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], unit: 1)
  let readsNoted = Counter()
  let openRequests = Atomic<Int>(0)
  private let endpoints = Mutex<[EndpointMetrics]>([])
  private let gauges = Mutex<[Gauge]>([])

  struct Gauge: Sendable {
    let name: String
    let help: String
    let value: @Sendable () -> Double
  }

  init() {}

  /// Adds a figure that is asked for when `/metrics` is read.
  /// - Parameters:
  ///   - name: as Prometheus wants it, e.g. `denchi_outbox_depth`.
  ///   - help: one line.
  public func addGauge(_ name: String, help: String, _ value: @escaping @Sendable () -> Double) {
    gauges.withLock { $0.append(Gauge(name: name, help: help, value: value)) }
  }

  func endpoint(_ pattern: String) -> EndpointMetrics {
    endpoints.withLock { endpoints in
      if let known = endpoints.first(where: { $0.pattern == pattern }) { return known }
      let new = EndpointMetrics(pattern: pattern)
      endpoints.append(new)
      return new
    }
  }

  var allEndpoints: [EndpointMetrics] { endpoints.withLock { $0 } }
  var allGauges: [Gauge] { gauges.withLock { $0 } }
}
