import CKernels

/// Anderson's acceleration of x ← x + f(x) (Walker and Ni 2011), for eight independent iterations that share
/// their steps: for an affine f it is GMRES, cut off at a fixed memory.
final class LaneAcceleration {
  /// How many earlier steps are kept.
  private static let memory = 10
  /// Below this share of a step, what is new in it is rounding.
  private static let newShare = 1e-10

  private let size: Int
  private var stored = 0
  private var oldest = 0
  private var hasLast = false
  /// Differences of f, orthonormal in the weighted product, and what x moved for each.
  private let differences: LaneBuffer
  private let moves: LaneBuffer
  private let lastX: LaneBuffer
  private let lastF: LaneBuffer
  private let sum = LaneBuffer(1)

  init(size: Int) {
    self.size = size
    differences = LaneBuffer(size * Self.memory)
    moves = LaneBuffer(size * Self.memory)
    lastX = LaneBuffer(size)
    lastF = LaneBuffer(size)
  }

  func restart() {
    stored = 0
    oldest = 0
    hasLast = false
  }

  /// Moves `x` given f(x); `f` is used up. `weights` are the squares that the norm weighs by.
  func step(x: LaneVector, f: LaneVector, weights: [Double]) {
    if hasLast { remember(x, f, weights) }
    lastX.lanes.update(from: x, count: size)
    lastF.lanes.update(from: f, count: size)
    hasLast = true
    for k in 0..<stored {
      let part = dot(differences.lanes + k * size, f, weights)
      subtract(part, differences.lanes + k * size, from: f)
      subtract(part, moves.lanes + k * size, from: x)
    }
    for h in 0..<size { x[h] += f[h] }
  }

  private func remember(
    _ x: LaneVector, _ f: LaneVector, _ weights: [Double]
  ) {
    let place: Int
    if stored < Self.memory {
      place = stored
    } else {
      place = oldest
      oldest = (oldest + 1) % Self.memory
    }
    let difference = differences.lanes + place * size
    let move = moves.lanes + place * size
    for h in 0..<size {
      difference[h] = f[h] - lastF.lanes[h]
      move[h] = x[h] - lastX.lanes[h]
    }
    let before = dot(difference, difference, weights).squareRoot()
    for k in 0..<stored where k != place {
      let part = dot(differences.lanes + k * size, difference, weights)
      subtract(part, differences.lanes + k * size, from: difference)
      subtract(part, moves.lanes + k * size, from: move)
    }
    let norm = dot(difference, difference, weights).squareRoot()
    let isNew = norm .> before * Self.newShare
    let factor = (SIMD8(repeating: 1) / norm).replacing(with: 0, where: .!isNew)
    for h in 0..<size {
      difference[h] = difference[h] * factor
      move[h] = move[h] * factor
    }
    stored = max(stored, place + 1)
  }

  private func dot(_ a: LaneVector, _ b: LaneVector, _ weights: [Double]) -> SIMD8<Double> {
    dk_dot8(Int32(size), weights, numbers(a), numbers(b), sum.numbers)
    return sum.lanes[0]
  }

  private func subtract(_ part: SIMD8<Double>, _ a: LaneVector, from b: LaneVector) {
    sum.lanes[0] = part
    dk_subtract8(Int32(size), sum.numbers, numbers(a), numbers(b))
  }

  private func numbers(_ vector: LaneVector) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(vector).assumingMemoryBound(to: Double.self)
  }
}
