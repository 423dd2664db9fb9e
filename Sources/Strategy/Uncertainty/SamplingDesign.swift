/// Where a model is evaluated: points of the unit cube, one coordinate for each uncertain input.
///
/// A point is a pure function of the design and its index, so that any thread may make any point.
public protocol SamplingDesign: Sendable {
  /// The number of coordinates of a point.
  var dimensions: Int { get }

  /// Writes the coordinates of a point into `coordinates`, which must hold at least `dimensions` numbers.
  ///
  /// Coordinates lie in (0, 1). Nothing is allocated.
  /// - Parameter point: from 0.
  func fill(point: Int, into coordinates: UnsafeMutableBufferPointer<Double>)
}

extension SamplingDesign {
  /// The coordinates of a point.
  public func point(_ index: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: dimensions) { buffer, count in
      fill(point: index, into: buffer)
      count = dimensions
    }
  }
}

/// Names x1, x2, … for inputs without names.
package func numberedNames(_ count: Int) -> [String] { (0..<max(0, count)).map { "x\($0 + 1)" } }

/// Independent uniform points.
public struct RandomDesign: SamplingDesign {
  private let streams: [UInt64]

  /// A design whose coordinate of each name depends on (seed, name, point) alone.
  /// - Throws: `UncertaintyProblem` where a name stands twice.
  public init(names: [String], seed: UInt64) throws(UncertaintyProblem) {
    streams = try KeyedStream.streams(names, seed: seed)
  }

  /// The number of coordinates of a point.
  public var dimensions: Int { streams.count }

  /// Writes the coordinates of a point.
  public func fill(point: Int, into coordinates: UnsafeMutableBufferPointer<Double>) {
    let index = UInt64(bitPattern: Int64(point))
    for d in streams.indices { coordinates[d] = KeyedStream.unit(KeyedStream.bits(streams[d], index)) }
  }
}

/// Latin hypercube points (McKay, Beckman and Conover 1979): in each coordinate, each of `count` strata of equal
/// size holds exactly one of the points 0 ..< count.
///
/// The order of the strata is a keyed permutation (a Feistel network whose values outside the range are sent
/// through again), so that a coordinate depends on (seed, name, count, point) alone.
public struct LatinHypercube: SamplingDesign {
  /// The number of points.
  public let count: Int
  private let streams: [UInt64]
  private let permutation: KeyedPermutation

  /// - Throws: `UncertaintyProblem` where a name stands twice or the count is not from 1 to 2^31.
  public init(count: Int, names: [String], seed: UInt64) throws(UncertaintyProblem) {
    guard count >= 1, count <= 1 << 31 else {
      throw UncertaintyProblem("a Latin hypercube has from 1 to 2^31 points, not \(count)")
    }
    self.count = count
    streams = try KeyedStream.streams(names, seed: seed)
    permutation = KeyedPermutation(count: UInt64(count))
  }

  /// A design whose inputs are named x1, x2, …
  /// - Throws: `UncertaintyProblem` where the count is not from 1 to 2^31.
  public init(count: Int, dimensions: Int, seed: UInt64) throws(UncertaintyProblem) {
    try self.init(count: count, names: numberedNames(dimensions), seed: seed)
  }

  /// The number of coordinates of a point.
  public var dimensions: Int { streams.count }

  /// Writes the coordinates of a point; points beyond `count` begin anew.
  public func fill(point: Int, into coordinates: UnsafeMutableBufferPointer<Double>) {
    let index = UInt64(point % count)
    let width = 1 / Double(count)
    for d in streams.indices {
      let stratum = Double(permutation.image(of: index, key: streams[d]))
      let within = (Double(KeyedStream.bits(streams[d], index) >> 32) + 0.5) * 0x1p-32
      coordinates[d] = min((stratum + within) * width, 1 - 0x1p-53)
    }
  }
}

/// A permutation of 0 ..< count for each key, computed without a table.
package struct KeyedPermutation: Sendable {
  private let count: UInt64
  private let leftBits: UInt64
  private let leftMask: UInt64
  private let rightMask: UInt64

  package init(count: UInt64) {
    self.count = count
    let bits = count > 1 ? UInt64(UInt64.bitWidth - (count - 1).leadingZeroBitCount) : 0
    leftBits = bits / 2
    leftMask = (1 << (bits / 2)) - 1
    rightMask = (1 << (bits - bits / 2)) - 1
  }

  /// Where an index below `count` goes.
  @inline(__always)
  package func image(of index: UInt64, key: UInt64) -> UInt64 {
    var value = index
    repeat {
      var (left, right) = (value & leftMask, value >> leftBits)
      var round = key
      for _ in 0..<4 {
        round &+= 0xd1b5_4a32_d192_ed03
        left ^= KeyedStream.mix(round ^ right) & leftMask
        round &+= 0xd1b5_4a32_d192_ed03
        right ^= KeyedStream.mix(round ^ left) & rightMask
      }
      value = right << leftBits | left
    } while value >= count
    return value
  }
}
