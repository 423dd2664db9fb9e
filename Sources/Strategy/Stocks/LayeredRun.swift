/// One run of ``LayeredStock`` in its memory.
struct LayeredRun {
  private let base: UnsafeMutablePointer<Double>
  private let years: Int
  private let options: LayerOptions
  private let batteries: SurvivalTable
  /// Vehicles in use by vehicle cohort and battery cohort.
  private let fleet: UnsafeMutablePointer<Double>
  private let vehicleRatios: UnsafeMutablePointer<Double>
  private let batteryRatios: UnsafeMutablePointer<Double>
  /// Vehicles without a battery, by vehicle cohort.
  private let need: UnsafeMutablePointer<Double>
  /// Batteries good for reuse, by battery cohort.
  private let pool: UnsafeMutablePointer<Double>

  init(
    _ base: UnsafeMutablePointer<Double>, years: Int, options: LayerOptions, batteries: SurvivalTable
  ) {
    self.base = base
    self.years = years
    self.options = options
    self.batteries = batteries
    let square = years * years
    fleet = base + square * LayeredStock.Quantity.allCases.count
    vehicleRatios = fleet + square
    batteryRatios = vehicleRatios + square
    need = batteryRatios + square
    pool = need + years
  }

  /// The oldest batteries that vehicles of a cohort may have: their own, unless used ones come in.
  private func firstBattery(_ c: Int) -> Int { options.reuse == nil ? c : 0 }

  private func row(_ quantity: LayeredStock.Quantity, _ t: Int) -> UnsafeMutablePointer<Double> {
    base + (quantity.rawValue * years + t) * years
  }

  func run(_ inflow: UnsafeBufferPointer<Double>) {
    base.update(repeating: 0, count: years * years * (LayeredStock.Quantity.allCases.count + 1))
    for t in 0..<years {
      fleet[t * years + t] = inflow[t]
      age(t)
      if let reuse = options.reuse { self.reuse(reuse, t) }
      replace(t)
      leave(t)
    }
  }

  /// The four outcomes of vehicles and their batteries.
  private func age(_ t: Int) {
    let (inUse, retired) = (row(.vehicles, t), row(.vehiclesRetired, t))
    for c in 0...t {
      let all = c < t ? row(.vehicles, t - 1)[c] : fleet[t * years + t]
      let goesOn = vehicleRatios[t * years + c]
      let working = separate(c, t, goesOn: goesOn)
      retired[c] = (1 - goesOn) * all
      inUse[c] = goesOn * all
      need[c] = max(0, goesOn * (all - working))
      if let limit = options.noBatteryFrom, t - c >= limit {
        retired[c] += need[c]
        inUse[c] -= need[c]
        need[c] = 0
      }
    }
  }

  /// The four outcomes for the vehicles of one cohort; those that go on with their batteries stay in
  /// ``fleet``.
  /// - Returns: working batteries, with or without a working vehicle.
  private func separate(_ c: Int, _ t: Int, goesOn: Double) -> Double {
    let (vehicles, ratios) = (fleet + c * years, batteryRatios + t * years)
    let (failed, failedWithVehicle) = (row(.batteriesFailed, t), row(.batteriesFailedWithVehicle, t))
    let freed = row(.batteriesFreed, t)
    let stops = 1 - goesOn
    var b = firstBattery(c)
    var sums = SIMD4<Double>()
    while b + 4 <= t + 1 {
      let units = SIMD4<Double>.load(vehicles + b)
      let good = units * SIMD4<Double>.load(ratios + b)
      let bad = units - good
      (SIMD4<Double>.load(failed + b) + bad).store(failed + b)
      (SIMD4<Double>.load(failedWithVehicle + b) + bad * stops).store(failedWithVehicle + b)
      (SIMD4<Double>.load(freed + b) + good * stops).store(freed + b)
      (good * goesOn).store(vehicles + b)
      sums += good
      b += 4
    }
    var working = sums.sum()
    while b <= t {
      let units = vehicles[b]
      let good = units * ratios[b]
      failed[b] += units - good
      failedWithVehicle[b] += stops * (units - good)
      freed[b] += stops * good
      vehicles[b] = goesOn * good
      working += good
      b += 1
    }
    return working
  }

  /// Used batteries for vehicles that are old enough: the same share of every need is met, with the same
  /// share of every battery that is young enough.
  private func reuse(_ limits: LayerOptions.Reuse, _ t: Int) {
    let freed = row(.batteriesFreed, t)
    let lastVehicle = t - limits.vehiclesFrom
    let firstBattery = max(0, t - limits.batteriesUpTo)
    guard lastVehicle >= 0, firstBattery <= t else { return }
    var (wanted, offered) = (0.0, 0.0)
    for c in 0...min(lastVehicle, t) { wanted += need[c] }
    for b in firstBattery...t {
      pool[b] = limits.share * freed[b]
      offered += pool[b]
    }
    guard wanted > 0, offered > 0 else { return }
    let moved = min(wanted, offered)
    for c in 0...min(lastVehicle, t) {
      let units = need[c] * (moved / wanted)
      need[c] -= units
      row(.reused, t)[c] = units
      for b in firstBattery...t { fleet[c * years + b] += units * (pool[b] / offered) }
    }
    for b in firstBattery...t { freed[b] -= pool[b] * (moved / offered) }
  }

  /// New batteries for the vehicles that are left without one.
  private func replace(_ t: Int) {
    let first = batteries[cohort: t, age: 0]
    var lost = 0.0
    for c in 0...t {
      let made = need[c] / first
      row(.replacements, t)[c] = made
      lost += made - need[c]
      fleet[c * years + t] += need[c]
    }
    row(.batteriesFailed, t)[t] += lost
  }

  /// Exports, and what is in use after them.
  private func leave(_ t: Int) {
    let (vehicles, batteries) = (row(.vehicles, t), row(.batteries, t))
    let (vehiclesExported, batteriesExported) = (row(.vehiclesExported, t), row(.batteriesExported, t))
    let oldest = options.exportRates.last ?? 0
    for c in 0...t {
      let rate = t - c < options.exportRates.count ? options.exportRates[t - c] : oldest
      let units = fleet + c * years
      if rate > 0 {
        for b in firstBattery(c)...t {
          batteriesExported[b] += rate * units[b]
          units[b] -= rate * units[b]
        }
        vehiclesExported[c] = rate * vehicles[c]
        vehicles[c] -= vehiclesExported[c]
      }
      for b in firstBattery(c)...t { batteries[b] += units[b] }
    }
  }
}
