/// A target compared with what a scenario comes to.
public struct TargetResult: Sendable {
  /// What closes the gap, and what it takes.
  public enum Lever: Sendable {
    /// The value of an assumption at which the target is just met; nil where no value up to the bound meets it.
    case change(assumption: String, unit: String, from: Double, to: Double?, bound: Double)
    /// More of the target's unit, and what it costs; nil where no cost is known.
    case add(name: Bilingual, amount: Double, unit: String, cost: Double?, costUnit: String)
  }

  /// The target.
  public let target: Target
  /// What the scenario comes to in the target's year and unit; nil where that cannot be said.
  public let value: Double?
  /// Whether it is met; nil where that cannot be said (``reason``).
  public let isMet: Bool?
  /// How far the value is on the right side of the target, in its unit: negative where it is missed. For figures to be agreed with,
  /// value - target.
  public let margin: Double?
  /// How the value is read.
  public let reading: Bilingual?
  /// Why there is no value or no verdict.
  public let reason: Bilingual?
  /// What could close the gap.
  public let levers: [Lever]
  /// The series that the value comes from.
  public let series: String?
  /// Who says how a milestone stands.
  public let stateSource: String?
}

extension Scenario {
  /// Every target of the scenario, in the order of the strategy.
  public var targets: [Target] { model.targets.map(\.target) }

  /// Every target compared with what the scenario comes to; levers are looked for by bisection.
  public func targetResults() -> [TargetResult] {
    let values = assumptions.map(\.value)
    let evaluation = Evaluation(self)
    return evaluation.run(values) { results in
      model.targets.map { $0.result(results, self, evaluation, values) }
    }
  }
}

/// Memory for evaluations of a model, one after the other.
final class Evaluation {
  private let model: Model
  private var results: [Double]

  init(_ scenario: Scenario) {
    model = scenario.model
    results = [Double](repeating: .nan, count: model.series.count * model.years.count)
  }

  /// Evaluates, and hands over the results.
  func run<R>(_ values: [Double], _ body: (Results) -> R) -> R {
    let years = model.years.count
    values.withUnsafeBufferPointer { given in
      results.withUnsafeMutableBufferPointer { model.evaluate(given, into: $0) }
    }
    // The copy keeps what was handed over when a lever is tried inside.
    let kept = results
    let space = UnsafeMutablePointer<Double>.allocate(capacity: max(1, kept.count))
    defer { space.deallocate() }
    space.initialize(from: kept, count: kept.count)
    return body(Results(base: space, years: years))
  }

  /// One value of one series, without a copy.
  func value(_ values: [Double], _ series: Series, _ year: Int) -> Double {
    values.withUnsafeBufferPointer { given in
      results.withUnsafeMutableBufferPointer { model.evaluate(given, into: $0) }
    }
    return results[series.index * model.years.count + year]
  }
}

extension Target {
  /// Whether a value meets it.
  package func isMet(by value: Double) -> Bool {
    switch sense {
    case .atLeast: value >= self.value * (1 - 1e-12)
    case .atMost: value <= self.value * (1 + 1e-12)
    case .about: abs(value - self.value) <= (rounding ?? 0.1 * abs(self.value)) * (1 + 1e-12)
    case .by: value >= 1
    }
  }

  /// How far a value is on the right side; for figures to be agreed with, value - target.
  func margin(of value: Double) -> Double { sense == .atMost ? self.value - value : value - self.value }
}

extension TargetReading {
  func result(_ results: Results, _ scenario: Scenario, _ evaluation: Evaluation, _ values: [Double])
    -> TargetResult
  {
    func result(
      value: Double?, met: Bool?, margin: Double? = nil, reason: Bilingual? = nil,
      levers: [TargetResult.Lever] = [],
      series: String? = nil, source: String? = nil
    ) -> TargetResult {
      TargetResult(
        target: target, value: value, isMet: met, margin: margin, reading: reading, reason: reason,
        levers: levers,
        series: series, stateSource: source)
    }
    switch value {
    case .none(let reason): return result(value: nil, met: nil, reason: reason)
    case .roadmap(let id):
      guard let item = scenario.model.roadmap[id], item.state != .unknown else {
        return result(value: nil, met: nil, reason: Bilingual("the state is not known", "現状は不明"))
      }
      let isDue =
        target.year < scenario.model.asOf.year
        || (target.year == scenario.model.asOf.year && item.state == .late)
      let isDone = item.state == .done
      let reason: Bilingual? =
        isDone || isDue
        ? item.note.map { Bilingual($0, $0) }
        : Bilingual(
          "not due before \(target.year)\(item.note.map { ": " + $0 } ?? "")",
          "期限は\(target.year)年\(item.note.map { ": " + $0 } ?? "")")
      return result(
        value: isDone ? 1 : 0, met: isDone ? true : isDue ? false : nil, reason: reason,
        source: item.stateSource)
    case .series(let series, let factor):
      guard scenario.years.contains(target.year) else {
        return result(
          value: nil, met: nil,
          reason: Bilingual("its year is outside the horizon of the scenario", "シナリオの期間外の年"))
      }
      let place = target.year - scenario.years.lowerBound
      let value = results[series, place] * factor
      let name = scenario.model.series[series.index].id
      guard value.isFinite else {
        return result(
          value: nil, met: nil, reason: Bilingual("the series has no value in this year", "この年の値がない"),
          series: name)
      }
      let met = target.isMet(by: value)
      return result(
        value: value, met: met, margin: target.margin(of: value),
        levers: met
          ? [] : levers.map { lever($0, value, series, place, factor, scenario, evaluation, values) },
        series: name)
    }
  }

  private func lever(
    _ input: LeverInput, _ value: Double, _ series: Series, _ place: Int, _ factor: Double,
    _ scenario: Scenario,
    _ evaluation: Evaluation, _ values: [Double]
  ) -> TargetResult.Lever {
    switch input {
    case .add(let name, let cost):
      let gap = abs(target.value - value)
      return .add(
        name: name, amount: gap, unit: target.unit,
        cost: cost.isEmpty ? nil : gap * cost.reduce(0) { $0 + values[$1.index] },
        costUnit: "billion JPY")
    case .change(let name, let parameters, let from, let to):
      guard let last = parameters.last else {
        return .change(assumption: name, unit: "", from: 0, to: nil, bound: to)
      }
      let unit = scenario.assumptions[last.index].unit
      var tried = values
      let side: Double = value > target.value ? 1 : -1
      /// How far beyond the target, in the direction in which it is missed.
      func excess(_ value: Double) -> Double {
        for parameter in parameters { tried[parameter.index] = value }
        return (evaluation.value(tried, series, place) * factor - target.value) * side
      }
      let now = values[last.index]
      // From today's value towards the bound beyond which the target lies.
      guard let bound = [to, from].first(where: { excess($0) <= 0 }) else {
        return .change(
          assumption: name, unit: unit, from: now, to: nil,
          bound: abs(to - now) > abs(from - now) ? to : from)
      }
      var (missed, reached) = (now, bound)
      for _ in 0..<60 {
        let middle = (missed + reached) / 2
        if excess(middle) <= 0 { reached = middle } else { missed = middle }
      }
      return .change(assumption: name, unit: unit, from: now, to: reached, bound: bound)
    }
  }
}
