import Foundation

/// One number that a scenario assumes: where it was written, in which unit, by whom it was published.
public struct Assumption: Sendable {
  /// Its path in the scenario, such as `capacity.utilisation` or `demand.battery_demand.World.cars.2024`.
  public let id: String
  /// The value in ``unit``.
  public let value: Double
  /// The unit that the model computes in.
  public let unit: String
  /// How sure the value is; nil where it is taken as certain.
  public let distribution: Distribution?
  /// Who published it; nil, or a text beginning with `assumption`, where nobody did.
  public let source: String?
  /// Where it was written.
  public let place: Place
  /// What the value may be; draws of the distribution are kept within it.
  let range: ClosedRange<Double>

  /// Whether somebody published the value.
  public var isPublished: Bool {
    guard let source else { return false }
    return !source.lowercased().hasPrefix("assumption")
  }
}

/// The number of an assumption in a scenario's list.
struct Parameter: Sendable, Hashable {
  let index: Int
}

/// The values of all assumptions in one evaluation.
struct Values {
  let base: UnsafePointer<Double>

  subscript(parameter: Parameter) -> Double {
    @inline(__always) get { base[parameter.index] }
  }
}

/// How a series goes on between the years that it has values for.
enum Interpolation: String, CaseIterable, Sendable {
  /// Straight lines.
  case linear
  /// Constant growth; straight lines where an end is zero.
  case geometric
  /// Each value until the next.
  case step
}

/// Values by year: held before the first and after the last one unless they end there.
struct YearSeries: Sendable {
  var years: [Int]
  var parameters: [Parameter]
  var interpolation = Interpolation.linear
  /// Whether years outside take the nearest value; they are missing (NaN) otherwise.
  var isHeld = true

  /// Writes the values of `count` years from `first`.
  func evaluate(_ values: Values, first: Int, into target: UnsafeMutableBufferPointer<Double>) {
    guard let start = years.first, let end = years.last else {
      for t in target.indices { target[t] = .nan }
      return
    }
    var knot = 0
    for t in target.indices {
      let year = first + t
      if year <= start {
        target[t] = year == start || isHeld ? values[parameters[0]] : .nan
        continue
      }
      if year >= end {
        target[t] = year == end || isHeld ? values[parameters[years.count - 1]] : .nan
        continue
      }
      while years[knot + 1] <= year { knot += 1 }
      let (a, b) = (values[parameters[knot]], values[parameters[knot + 1]])
      let position = Double(year - years[knot]) / Double(years[knot + 1] - years[knot])
      switch interpolation {
      case .linear: target[t] = a + (b - a) * position
      case .step: target[t] = a
      case .geometric: target[t] = a > 0 && b > 0 ? a * pow(b / a, position) : a + (b - a) * position
      }
    }
  }
}
