import CKernels
import Foundation
import SupplyGraph
import Testing

/// numpy and scipy, where the machine has them.
enum Numpy {
  static let isThere: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", "import numpy, scipy"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  static func call(_ function: String, _ arrays: [Double]...) throws -> [[Double]] {
    try call(function, arrays)
  }

  struct Failed: Error { let function: String }

  /// Calls a function of uncertainty.py with arrays and returns its arrays.
  static func call(_ function: String, _ arrays: [[Double]]) throws -> [[Double]] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
    var data = Data()
    for array in arrays {
      withUnsafeBytes(of: Int64(array.count)) { data.append(contentsOf: $0) }
      array.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    try data.write(to: input)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "uncertainty.py")
    process.arguments = [script.path, function, input.path, output.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(function: function) }
    let bytes = try Data(contentsOf: output)
    var results: [[Double]] = []
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset, as: Int64.self)) }
      results.append(
        bytes.withUnsafeBytes { raw in
          (0..<count).map { raw.loadUnaligned(fromByteOffset: offset + 8 + 8 * $0, as: Double.self) }
        })
      offset += 8 + 8 * count
    }
    return results
  }
}

/// Rows of every family, for draws.
struct DrawRows {
  var keys: [UInt64]
  var kind: [Distributions.Kind]
  var amount: [Double]
  var first: [Double]
  var second: [Double]
  var distributions: Distributions { Distributions(kind: kind, first: first, second: second) }

  /// `count` rows whose families take turns.
  init(count: Int) {
    let families: [Distributions.Kind] = [.lognormal, .normal, .uniform, .triangular]
    keys = (0..<count).map { dk_mix(UInt64($0) &+ 77) }
    kind = (0..<count).map { families[$0 % 4] }
    amount = []
    first = []
    second = []
    for r in 0..<count {
      let value = (r % 3 == 0 ? -1.0 : 1.0) * Double(1 + r % 11)
      amount.append(value)
      first.append([0.3, 0.2, -1.5, value - 0.5][r % 4])
      second.append([0, 0, 2.5, value + 2][r % 4])
    }
  }

  /// Lanes of the chosen rows in samples `firstSample ..< firstSample + 8`.
  func lanes(_ rows: [Int], seed: UInt64, firstSample: UInt64) -> [[Double]] {
    var plan = DrawPlan()
    for (slot, r) in rows.enumerated() {
      plan.append(r, of: distributions, amount: amount[r], key: keys[r], slot: Int32(slot))
    }
    var lanes = [Double](repeating: .nan, count: rows.count * 8)
    lanes.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { plan.fill(base, seed: seed, firstSample: firstSample) }
    }
    return rows.indices.map { Array(lanes[8 * $0..<8 * $0 + 8]) }
  }
}

/// Samples 0 ..< count of one row (count a multiple of 8).
func samples(_ count: Int, seed: UInt64, key: UInt64, _ draw: (UInt64, UnsafeMutablePointer<Double>) -> Void)
  -> [Double]
{
  var values = [Double](repeating: 0, count: count)
  values.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    for first in stride(from: 0, to: count, by: 8) { draw(UInt64(first), base + first) }
  }
  return values
}

func uniformSamples(_ count: Int, seed: UInt64, key: UInt64) -> [Double] {
  samples(count, seed: seed, key: key) { first, out in
    dk_draw_uniform8([key], [0], [1], nil, 1, seed, first, out)
  }
}

func correlation(_ a: [Double], _ b: [Double]) -> Double {
  let n = Double(a.count)
  let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    ab += (x - meanA) * (y - meanB)
    aa += (x - meanA) * (x - meanA)
    bb += (y - meanB) * (y - meanB)
  }
  return ab / (aa * bb).squareRoot()
}
