import Foundation

/// Emissions and resources of activities and their weight in indicators.
struct Environment {
  static let flowsPerActivity = 20
  static let flowCount = 2000
  static let indicatorCount = 6

  /// `flowsPerActivity` different flows an activity, common ones more often.
  var flow: [Int32] = []
  var amount: [Double] = []
  /// `factor[flow * indicatorCount + k]`; zero where the indicator does not count the flow.
  var factor: [Double]

  init(activities: Int, _ random: inout Random) {
    let count = activities * Self.flowsPerActivity
    flow.reserveCapacity(count)
    amount.reserveCapacity(count)
    for _ in 0..<activities {
      let first = flow.count
      while flow.count < first + Self.flowsPerActivity {
        let u = random.uniform()
        let drawn = Int32(u * u * Double(Self.flowCount))
        if !flow[first...].contains(drawn) { flow.append(drawn) }
      }
      for _ in 0..<Self.flowsPerActivity { amount.append(exp(-2.5 + 2 * random.normal())) }
    }
    factor = [Double](repeating: 0, count: Self.flowCount * Self.indicatorCount)
    for f in 0..<Self.flowCount {
      let certain = random.below(Self.indicatorCount)
      for k in 0..<Self.indicatorCount where k == certain || random.uniform() < 0.25 {
        factor[f * Self.indicatorCount + k] = exp(1.5 * random.normal())
      }
    }
  }

  /// Indicators of one run of each activity: `[activity * indicatorCount + k]`.
  func characterised() -> [Double] {
    let K = Self.indicatorCount
    let activities = flow.count / Self.flowsPerActivity
    var result = [Double](repeating: 0, count: activities * K)
    for row in flow.indices {
      let j = row / Self.flowsPerActivity
      for k in 0..<K { result[j * K + k] += factor[Int(flow[row]) * K + k] * amount[row] }
    }
    return result
  }
}
