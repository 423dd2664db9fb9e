/// The outcome of `solveFixedPoint`.
struct FixedPoint<L: Lanes> {
  var x: [L]
  /// F(x), and the surplus, from the last application.
  var image: [L]
  /// Applications of F.
  var passes: Int
  var converged: Bool
}

/// Solves x = F(x) for an affine F by GMRES (Saad and Schultz 1986) after a few plain steps.
///
/// Without unknowns F is still applied once. Only the torn activities are unknowns here, so vectors are short and one
/// application is one sweep over the chain. The norm divides each unknown by a weight, by default its size after the
/// plain steps: amounts in one chain span twenty orders of magnitude. Lanes are independent systems that share the
/// sweeps.
///
/// - Parameters:
///   - weights: what an unknown's residual is compared with.
///   - tolerance: of the root mean square of the weighted residual.
///   - surplus: what to add to F, as a share of the weights; 0 for F as it is.
///   - limit: applications of F.
///   - apply: F where the flag is false, its linear part where true.
func solveFixedPoint<L: Lanes>(
  start: [L], weights given: [L]? = nil, tolerance: Double, surplus: Double = 0, limit: Int,
  apply: ([L], Bool) -> [L]
) -> FixedPoint<L> {
  let n = start.count
  var state = FixedPoint(x: start, image: apply(start, false), passes: 1, converged: n == 0)
  if n == 0 { return state }
  // Until every unknown that will be reached is: its size is its weight.
  var zeros = n + 1
  repeat {
    state.x = state.image
    state.image = apply(state.x, false)
    state.passes += 1
    let left = state.image.reduce(0) { $1 == .zero ? $0 + 1 : $0 }
    if left == zeros || given != nil { break }
    zeros = left
  } while zeros > 0 && state.passes < 8

  var largest = L.zero
  for h in 0..<n { largest = largest.greater(state.image[h].magnitude) }
  guard largest.largest > 0, largest.largest.isFinite else {
    state.converged = largest.largest == 0
    return state
  }
  let floor = largest * 1e-20
  let weights =
    given ?? (0..<n).map { state.image[$0].magnitude.greater(state.x[$0].magnitude).greater(floor) }

  func addSurplus() {
    if surplus > 0 { for h in 0..<n { state.image[h] += weights[h] * surplus } }
  }
  addSurplus()
  let scale = L(repeating: Double(n)).squareRoot()
  var previous = Double.infinity
  while state.passes < limit {
    var residual = (0..<n).map { (state.image[$0] - state.x[$0]).quotient(weights[$0]) }
    let norm = length(residual)
    let relative = norm.quotient(scale).largest
    if !(relative > tolerance) {
      state.converged = relative <= tolerance
      return state
    }
    if !(relative < previous * 0.3) { return state }
    previous = relative
    for h in 0..<n { residual[h] = residual[h].quotient(norm) }

    let cycle = gmresCycle(
      first: residual, norm: norm, target: (scale * (tolerance * 0.3)).greater(norm * 1e-12),
      limit: min(limit - state.passes, 60)
    ) { v in
      let x = (0..<n).map { v[$0] * weights[$0] }
      let image = apply(x, true)
      return (0..<n).map { (x[$0] - image[$0]).quotient(weights[$0]) }
    }
    for h in 0..<n { state.x[h] += cycle.step[h] * weights[h] }
    state.image = apply(state.x, false)
    addSurplus()
    state.passes += cycle.passes + 1
  }
  return state
}

private func length<L: Lanes>(_ v: [L]) -> L {
  var sum = L.zero
  for value in v { sum += value * value }
  return sum.squareRoot()
}

/// Makes w orthogonal to the unit vector v and returns how much of it was there.
private func removeComponent<L: Lanes>(along v: [L], from w: inout [L]) -> L {
  var dot = L.zero
  for h in w.indices { dot += v[h] * w[h] }
  for h in w.indices { w[h] -= v[h] * dot }
  return dot
}

/// One cycle of GMRES with modified Gram-Schmidt, twice (vectors are short, sweeps are not), and Givens rotations, lane by lane.
private func gmresCycle<L: Lanes>(
  first: [L], norm: L, target: L, limit: Int, multiply: ([L]) -> [L]
) -> (step: [L], passes: Int) {
  let n = first.count
  var basis = [first]
  var triangle: [[L]] = []
  var rotations: [(c: L, s: L)] = []
  var rhs = [norm]
  while triangle.count < limit {
    let j = triangle.count
    var w = multiply(basis[j])
    var column: [L] = []
    column.reserveCapacity(j + 2)
    for v in basis { column.append(removeComponent(along: v, from: &w)) }
    for (k, v) in basis.enumerated() { column[k] += removeComponent(along: v, from: &w) }
    let rest = length(w)
    for h in 0..<n { w[h] = w[h].quotient(rest) }
    for (k, r) in rotations.enumerated() {
      let (a, b) = (column[k], column[k + 1])
      column[k] = r.c * a + r.s * b
      column[k + 1] = r.c * b - r.s * a
    }
    let diagonal = column[j]
    let hypotenuse = (diagonal * diagonal + rest * rest).squareRoot()
    let rotation = (c: diagonal.quotient(hypotenuse), s: rest.quotient(hypotenuse))
    column[j] = hypotenuse
    rotations.append(rotation)
    triangle.append(column)
    let g = rhs[j]
    rhs[j] = rotation.c * g
    rhs.append(L.zero - rotation.s * g)
    let left = rhs[j + 1].magnitude
    if left.atMost(target) == L(repeating: 1) { break }
    if !(left.largest.isFinite) { break }
    basis.append(w)
  }

  let m = triangle.count
  var y = [L](repeating: .zero, count: m)
  for k in stride(from: m - 1, through: 0, by: -1) {
    var sum = rhs[k]
    for l in (k + 1)..<max(m, k + 1) { sum -= triangle[l][k] * y[l] }
    y[k] = sum.quotient(triangle[k][k])
  }
  var step = [L](repeating: .zero, count: n)
  for k in 0..<m {
    for h in 0..<n { step[h] += basis[k][h] * y[k] }
  }
  return (step, m)
}
