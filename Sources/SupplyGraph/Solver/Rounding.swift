/// Bounds on rounding, after Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), section 3.1.
enum Rounding {
  /// Half the distance from 1 to the next number.
  static let unit = 0x1p-53

  /// An upper bound of k·u / (1 - k·u), with room for the rounding of the bound itself and of the data's scaling.
  static func gamma(_ k: Int32) -> Double { Double(k + 6) * 0x1.04p-53 }

  /// Rounding of the data before it is solved: units, and factor × amount summed over an activity's flows.
  static let data = gamma(64)
}
