/// Bounds on rounding, after Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), section 3.1.
enum Rounding {
  /// Half the distance from 1 to the next number.
  static let unit = 0x1p-53

  /// An upper bound of k·u / (1 - k·u), with room for the rounding of the bound itself and of the data's scaling.
  static func gamma(_ k: Int32) -> Double { Double(k + 6) * 0x1.04p-53 }

  /// Rounding of the data before it is solved: units, and factor × amount summed over an activity's flows.
  static let data = gamma(64)
}

/// A sum in blocks, and what rounding may have done to it: the error is at most `gamma(1024)` of `magnitude` up
/// to half a million terms, and grows by one unit every 512 terms after that.
struct BlockSum {
  private(set) var total = 0.0
  private(set) var magnitude = 0.0
  private var block = 0.0
  private var blockMagnitude = 0.0
  private var terms: Int32 = 0
  private var blocks: Int32 = 0

  @inline(__always) mutating func add(_ x: Double) {
    block += x
    blockMagnitude += x.magnitude
    terms += 1
    if terms == 512 { close() }
  }

  mutating func close() {
    total += block
    magnitude += blockMagnitude
    block = 0
    blockMagnitude = 0
    terms = 0
    blocks += 1
  }

  /// A bound on the error of `total`.
  var errorBound: Double { Rounding.gamma(512 + blocks) * magnitude * 1.0001 }
}
