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
  public func influences() -> Influences {
    let layout = model.layout
    let (count, years) = (layout.series.count, model.years.count)
    let stated = assumptions.map(\.value)
    var base = [Double](repeating: .nan, count: count * years)
    var results = base
    var values = stated
    var changes = [Bool](repeating: false, count: assumptions.count * count)
    func evaluate(into target: inout [Double]) {
      values.withUnsafeBufferPointer { given in
        target.withUnsafeMutableBufferPointer { model.evaluate(given, into: $0) }
      }
    }
    evaluate(into: &base)
    for (i, assumption) in assumptions.enumerated() {
      let value = stated[i]
      for change in [value == 0 ? 0.001 : -0.001 * value, assumption.unit == "year" ? -2 : value == 0 ? 0.25 : -0.25 * value] {
        values[i] = value + change
        evaluate(into: &results)
        var isNoticed = false
        for s in 0..<count {
          let range = s * years..<(s + 1) * years
          if range.contains(where: { base[$0].bitPattern != results[$0].bitPattern }) {
            changes[i * count + s] = true
            isNoticed = true
          }
        }
        if isNoticed { break }
      }
      values[i] = value
    }
    return Influences(layout: layout, changes: changes)
  }
}
