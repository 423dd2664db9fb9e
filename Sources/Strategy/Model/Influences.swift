import Dispatch

/// Which assumptions change which series of a scenario.
public struct Influences: Sendable {
  private let layout: Layout
  /// `[assumption * series + series]`.
  private let changes: [Bool]

  init(layout: Layout, changes: [Bool]) {
    self.layout = layout
    self.changes = changes
  }

  /// The numbers of the assumptions that change one of some series, in the order of the scenario; unknown series change with none.
  public func assumptions(of ids: [String]) -> [Int] {
    let columns = ids.compactMap { layout[$0]?.index }
    let count = layout.series.count
    guard count > 0, !columns.isEmpty else { return [] }
    return (0..<changes.count / count).filter { row in columns.contains { changes[row * count + $0] } }
  }
}

extension Model {
  /// The states in which plants count as domestic capacity.
  public var countedStates: [PlantState] { capacity.counted }
}

extension Scenario {
  /// Changes every assumption by itself and looks which series come out otherwise in any year.
  ///
  /// An assumption is made 0.1 % smaller (0 becomes 0.001); where no series notices, because it is rounded or a limit holds, by a
  /// quarter (a calendar year: by two years). What has no effect at the stated values, such as a factor of something that is 0,
  /// is not found.
  /// - Parameter threads: how many assumptions are tried at a time; the result is the same.
  public func influences(threads: Int = 1) -> Influences {
    let (series, values) = (model.series.count, assumptions.count)
    let threads = max(1, min(threads, values))
    let base = Trial(self).results
    let changes = [Bool](unsafeUninitializedCapacity: values * series) { space, count in
      space.initialize(repeating: false)
      count = values * series
      nonisolated(unsafe) let space = space
      // Each thread writes the rows of its own assumptions.
      @Sendable func run(_ thread: Int) {
        let trial = Trial(self)
        for i in stride(from: thread, to: values, by: threads) {
          trial.try(i, base) { space[i * series + $0] = true }
        }
      }
      if threads == 1 { run(0) } else { DispatchQueue.concurrentPerform(iterations: threads, execute: run) }
    }
    return Influences(layout: model.layout, changes: changes)
  }
}

/// Memory to evaluate a model with one assumption changed.
private final class Trial {
  private let scenario: Scenario
  private var values: [Double]
  private(set) var results: [Double]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    values = scenario.assumptions.map(\.value)
    results = [Double](repeating: .nan, count: scenario.model.series.count * scenario.model.years.count)
    evaluate()
  }

  private func evaluate() {
    values.withUnsafeBufferPointer { given in
      results.withUnsafeMutableBufferPointer { scenario.model.evaluate(given, into: $0) }
    }
  }

  /// Changes one assumption and calls `changed` with the number of each series that is not what it was.
  func `try`(_ number: Int, _ base: [Double], changed: (Int) -> Void) {
    let stated = values[number]
    defer { values[number] = stated }
    let isYear = scenario.assumptions[number].unit == "year"
    let changes = stated == 0 ? [0.001, 0.25] : [-0.001 * stated, isYear ? -2 : -0.25 * stated]
    let years = scenario.model.years.count
    for change in changes {
      values[number] = stated + change
      evaluate()
      var isNoticed = false
      for series in 0..<scenario.model.series.count {
        for place in series * years..<(series + 1) * years
        where base[place].bitPattern != results[place].bitPattern {
          changed(series)
          isNoticed = true
          break
        }
      }
      if isNoticed { return }
    }
  }
}
