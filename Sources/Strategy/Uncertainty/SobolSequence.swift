import Foundation

/// The Sobol sequence with the initial numbers of Joe and Kuo (2008), in Gray code order, by default scrambled.
///
/// Scrambling is a random lower triangular matrix and a digital shift for each coordinate (Matoušek 1998), drawn
/// from (seed, name): it keeps every (t, m, s)-net and has the variance of Owen's nested scrambling (Owen 2003).
/// Balance is best where the number of points is a power of 2. The place of a name in the list chooses its
/// direction numbers: inputs added at the end leave the coordinates of the others as they are.
public struct SobolSequence: SamplingDesign {
  /// The most coordinates there are direction numbers for.
  public static let maximumDimensions = 1111
  /// The most points.
  public static let maximumCount = 1 << bits

  private static let bits = 32
  /// The number of coordinates of a point.
  public let dimensions: Int
  private let isScrambled: Bool
  /// Direction number k of dimension d at `k * dimensions + d`, the binary point before the highest bit.
  private let directions: [UInt64]
  private let shift: [UInt64]

  /// - Parameters:
  ///   - names: the inputs, one for each coordinate.
  ///   - seed: the seed of the scrambling.
  ///   - scrambled: whether the points are scrambled; if not, point 0 is the origin and coordinates may be 0.
  /// - Throws: `UncertaintyProblem` where a name stands twice or there are more than `maximumDimensions`.
  public init(names: [String], seed: UInt64, scrambled: Bool = true) throws(UncertaintyProblem) {
    guard names.count <= Self.maximumDimensions else {
      throw UncertaintyProblem(
        "the Sobol sequence has at most \(Self.maximumDimensions) dimensions here, not \(names.count)")
    }
    let streams = try KeyedStream.streams(names, seed: seed)
    dimensions = names.count
    isScrambled = scrambled
    var directions = [UInt64](repeating: 0, count: Self.bits * names.count)
    for (d, stream) in streams.enumerated() {
      let rows = (0..<64).map { row in
        // Ones on the diagonal, anything above it (towards the higher bits), nothing below.
        let place = UInt64(1) << (63 - UInt64(row))
        let higher = row == 0 ? 0 : ~UInt64(0) << (64 - UInt64(row))
        return place | (KeyedStream.bits(stream, UInt64(row)) & higher)
      }
      for (k, direction) in Self.plainDirections(d).enumerated() {
        directions[k * names.count + d] = scrambled ? Self.product(rows, direction) : direction
      }
    }
    self.directions = directions
    shift = streams.map { scrambled ? KeyedStream.bits($0, 64) : 0 }
  }

  /// A sequence whose inputs are named x1, x2, …
  /// - Throws: `UncertaintyProblem` where there are more than `maximumDimensions`.
  public init(dimensions: Int, seed: UInt64, scrambled: Bool = true) throws(UncertaintyProblem) {
    try self.init(names: numberedNames(dimensions), seed: seed, scrambled: scrambled)
  }

  /// Writes the coordinates of a point; points beyond `maximumCount` begin anew.
  public func fill(point: Int, into coordinates: UnsafeMutableBufferPointer<Double>) {
    guard let base = coordinates.baseAddress, coordinates.count >= dimensions else { return }
    base.withMemoryRebound(to: UInt64.self, capacity: dimensions) { digits in
      for d in 0..<dimensions { digits[d] = shift[d] }
      var gray = UInt32(truncatingIfNeeded: point)
      gray ^= gray >> 1
      directions.withUnsafeBufferPointer { directions in
        while gray != 0 {
          let row = gray.trailingZeroBitCount * dimensions
          for d in 0..<dimensions { digits[d] ^= directions[row + d] }
          gray &= gray - 1
        }
      }
    }
    let lowest: UInt64 = isScrambled ? 1 : 0
    for d in 0..<dimensions { base[d] = Double(base[d].bitPattern >> 11 | lowest) * 0x1p-53 }
  }

  private static func product(_ rows: [UInt64], _ vector: UInt64) -> UInt64 {
    rows.reduce(0) { $0 << 1 | UInt64(($1 & vector).nonzeroBitCount & 1) }
  }

  /// Direction numbers of a dimension by the recurrence of its primitive polynomial (Bratley and Fox 1988).
  private static func plainDirections(_ dimension: Int) -> [UInt64] {
    guard dimension > 0 else { return (0..<bits).map { 1 << (63 - UInt64($0)) } }
    let polynomial = PrimitivePolynomials.upToDegree13[dimension - 1]
    let degree = PrimitivePolynomials.degree(polynomial)
    var m = initialNumbers[dimension - 1]
    for k in degree..<bits {
      var next = m[k - degree] ^ (m[k - degree] << UInt64(degree))
      for j in 1..<degree where polynomial >> UInt64(degree - j) & 1 == 1 { next ^= m[k - j] << UInt64(j) }
      m.append(next)
    }
    return m.prefix(bits).enumerated().map { $1 << (63 - UInt64($0)) }
  }

  /// m_1 … m_s of dimensions 2, 3, …
  private static let initialNumbers: [[UInt64]] = {
    let bytes = [UInt8](Data(base64Encoded: SobolInitialNumbers.packed) ?? Data())
    var position = 0
    func next(_ bits: Int) -> UInt64 {
      var value: UInt64 = 0
      for _ in 0..<bits {
        value = value << 1 | UInt64(bytes[position >> 3] >> UInt8(7 - position & 7) & 1)
        position += 1
      }
      return value
    }
    return PrimitivePolynomials.upToDegree13.map { polynomial in
      (0..<PrimitivePolynomials.degree(polynomial)).map { next($0) << 1 | 1 }
    }
  }()
}

/// Primitive polynomials over GF(2), each as a binary number.
package enum PrimitivePolynomials {
  /// In rising order: all 1,110 of degree 1 to 13.
  package static let upToDegree13: [UInt64] = (2..<(1 << 14)).filter(isPrimitive)

  package static func degree(_ polynomial: UInt64) -> Int { 63 - polynomial.leadingZeroBitCount }

  /// Whether the powers of x modulo the polynomial run through all 2^s − 1 remainders other than 0.
  package static func isPrimitive(_ polynomial: UInt64) -> Bool {
    let s = degree(polynomial)
    guard s >= 1, polynomial & 1 == 1 else { return false }
    let order = (UInt64(1) << UInt64(s)) - 1
    guard power(order, modulo: polynomial) == 1 else { return false }
    return primeFactors(order).allSatisfy { power(order / $0, modulo: polynomial) != 1 }
  }

  /// x^exponent modulo the polynomial.
  private static func power(_ exponent: UInt64, modulo polynomial: UInt64) -> UInt64 {
    var (result, square) = (UInt64(1), remainder(2, polynomial))
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result = product(result, square, polynomial) }
      square = product(square, square, polynomial)
      left >>= 1
    }
    return result
  }

  private static func product(_ a: UInt64, _ b: UInt64, _ polynomial: UInt64) -> UInt64 {
    var sum: UInt64 = 0
    for k in 0..<UInt64(degree(polynomial)) where b >> k & 1 == 1 { sum ^= a << k }
    return remainder(sum, polynomial)
  }

  private static func remainder(_ value: UInt64, _ polynomial: UInt64) -> UInt64 {
    var value = value
    while value != 0, degree(value) >= degree(polynomial) {
      value ^= polynomial << UInt64(degree(value) - degree(polynomial))
    }
    return value
  }

  private static func primeFactors(_ number: UInt64) -> [UInt64] {
    var (left, factors, p) = (number, [UInt64](), UInt64(2))
    while left > 1 {
      if p * p > left { p = left }
      if left % p == 0 { factors.append(p) }
      while left % p == 0 { left /= p }
      p += 1
    }
    return factors
  }
}
