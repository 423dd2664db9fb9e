import CKernels
import Foundation
import SupplyGraph
import Testing

@Suite("Draws") struct UncertaintyDrawTests {
  @Test("A uniform draw is splitmix64 of seed, key and sample")
  func definition() {
    func mix(_ x: UInt64) -> UInt64 {
      var h = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
      h = (h ^ (h >> 27)) &* 0x94d0_49bb_1331_11eb
      return h ^ (h >> 31)
    }
    let golden: UInt64 = 0x9e37_79b9_7f4a_7c15
    for (seed, key) in [(0, 0), (42, 7), (.max, 0x1234_5678_9abc_def0)] as [(UInt64, UInt64)] {
      let drawn = uniformSamples(64, seed: seed, key: key)
      for (sample, value) in drawn.enumerated() {
        let hash = mix(mix(key &+ mix(seed &+ golden)) &+ UInt64(sample) &* golden)
        let expected = (Double(hash >> 12) * 2 + 1) * 0x1p-53
        #expect(value == expected)
      }
    }
  }

  @Test("A draw is the same alone and in company, in any slot and in any batch")
  func purity() {
    let rows = DrawRows(count: 1000)
    let all = rows.lanes(Array(0..<1000), seed: 5, firstSample: 16)
    let backwards = rows.lanes((0..<1000).reversed(), seed: 5, firstSample: 16)
    #expect(all == backwards.reversed())
    for r in [0, 1, 2, 3, 500, 501, 502, 503, 999] {
      #expect(rows.lanes([r], seed: 5, firstSample: 16)[0] == all[r])
      let shifted = rows.lanes([r, 7], seed: 5, firstSample: 13)[0]
      #expect(Array(shifted[3...]) == Array(all[r][..<5]))
      #expect(rows.lanes([r], seed: 6, firstSample: 16)[0] != all[r])
    }
  }

  @Test("A scaled row draws the scaled values, also with a negative scale")
  func scale() {
    let rows = DrawRows(count: 400)
    for scale in [0.25, -3.7] {
      var plan = DrawPlan()
      for r in 0..<400 {
        plan.append(
          r, of: rows.distributions, amount: rows.amount[r], scale: scale, key: rows.keys[r], slot: Int32(r))
      }
      #expect(plan.count == 400)
      var lanes = [Double](repeating: .nan, count: 3200)
      lanes.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { plan.fill(base, seed: 9, firstSample: 8) }
      }
      let plain = rows.lanes(Array(0..<400), seed: 9, firstSample: 8).flatMap { $0 }
      for (a, b) in zip(plain, lanes) { #expect(abs(a * scale - b) <= 1e-14 * (abs(a * scale) + abs(scale))) }
    }
  }

  @Test("A certain row is not drawn, a lognormal keeps its sign, bounds hold")
  func ranges() {
    var plan = DrawPlan()
    plan.append(0, of: Distributions(kind: [.none], first: [1]), amount: 3, key: 1, slot: 0)
    #expect(plan.count == 0)
    let rows = DrawRows(count: 400)
    var outside = 0
    for first in stride(from: 0, to: 800, by: 8) {
      for (r, lanes) in rows.lanes(Array(0..<400), seed: 3, firstSample: UInt64(first)).enumerated() {
        for value in lanes {
          let isInside =
            switch rows.kind[r] {
            case .lognormal: value * rows.amount[r] > 0
            case .uniform, .triangular: value >= rows.first[r] && value <= rows.second[r]
            default: value.isFinite
            }
          if !isInside { outside += 1 }
        }
      }
    }
    #expect(outside == 0)
  }

  @Test("A point distribution gives its point")
  func degenerate() {
    let kinds: [Distributions.Kind] = [.lognormal, .normal, .uniform, .triangular]
    let distributions = Distributions(kind: kinds, first: [0, 0, 2, 2], second: [0, 0, 2, 2])
    var plan = DrawPlan()
    for r in 0..<4 { plan.append(r, of: distributions, amount: 2, key: 11, slot: Int32(r)) }
    var lanes = [Double](repeating: .nan, count: 32)
    lanes.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { plan.fill(base, seed: 1, firstSample: 0) }
    }
    #expect(lanes.allSatisfy { $0 == 2 })
  }

  @Test(
    "Quantile and exponential agree with scipy and numpy",
    .enabled(if: Numpy.isThere, "needs numpy and scipy"))
  func accuracy() throws {
    var p = (0..<200_000).map { i in (Double(dk_mix(UInt64(i)) >> 12) * 2 + 1) * 0x1p-53 }
    p += (0..<52).map { (Double(UInt64(1) << UInt64($0)) * 2 + 1) * 0x1p-53 }
    p += p.map { 1 - $0 }  // exact: odd multiples of 2^-53
    let nearSwitch = UInt64(0.015 * 0x1p52)
    p += (0..<2000).map { (Double(nearSwitch - 1000 + $0) * 2 + 1) * 0x1p-53 }
    var z = [Double](repeating: 0, count: p.count)
    dk_normal_quantile(p, Int64(p.count), &z)
    let expected = try Numpy.call("quantiles", p)[0]
    let worst = zip(z, expected).map { abs($0 - $1) / abs($1) }.reduce(0) {
      max($0, $1.isNaN ? .infinity : $1)
    }
    #expect(worst < 2e-14)

    let x = (0..<200_000).map { (Double(dk_mix(UInt64($0) + 9) >> 11) * 0x1p-53 - 0.5) * 1400 }
    var y = [Double](repeating: 0, count: x.count)
    dk_exp(x, Int64(x.count), &y)
    let powers = try Numpy.call("exponentials", x)[0]
    let worstPower = zip(y, powers).map { abs($0 - $1) / $1 }.reduce(0) { max($0, $1.isNaN ? .infinity : $1) }
    #expect(worstPower < 4e-15)

    var outside = [Double](repeating: 0, count: 3)
    dk_exp([1e9, -1e9, .nan], 3, &outside)
    #expect(outside[0].isFinite && outside[1] > 0 && outside[2].isNaN)
  }

  @Test("Sweeps of eight lanes are the sums that they say", arguments: [false, true])
  func sweeps(downwards: Bool) {
    let count = 200
    func uniform(_ seed: Int) -> Double { Double(dk_mix(UInt64(seed)) >> 11) * 0x1p-53 }
    // Column j takes from up to five columns that come before it in the order of the sweep.
    var (start, row) = ([Int32(0)], [Int32]())
    for j in 0..<count {
      let before = downwards ? count - 1 - j : j
      for k in 0..<min(5, before) {
        let step = 1 + Int(dk_mix(UInt64(j * 7 + k)) % UInt64(before))
        row.append(Int32(downwards ? j + step : j - step))
      }
      start.append(Int32(row.count))
    }
    let values = row.indices.map { uniform($0) }
    let initial = (0..<8 * count).map { uniform($0 + 2_000_000) }
    let order = downwards ? Array((0..<count).reversed()) : Array(0..<count)
    let (first, last) = (Int32(downwards ? count - 1 : 0), Int32(downwards ? -1 : count))

    var gathered = initial
    var expected = initial
    for j in order {
      for k in Int(start[j])..<Int(start[j + 1]) {
        for l in 0..<8 { expected[8 * j + l] += values[k] * expected[8 * Int(row[k]) + l] }
      }
      for l in 0..<8 { expected[8 * j + l] *= 1.5 }
    }
    dk_sweep_gather8(first, last, start, row, values, 1.5, &gathered)
    #expect(gathered == expected)

    // The other way round: what a column has goes to columns that come after it.
    var scattered = initial
    expected = initial
    for j in order.reversed() {
      for k in Int(start[j])..<Int(start[j + 1]) {
        for l in 0..<8 { expected[8 * Int(row[k]) + l] += values[k] * expected[8 * j + l] }
      }
    }
    let (from, to) = (Int32(downwards ? 0 : count - 1), Int32(downwards ? count : -1))
    dk_sweep_scatter8(from, to, start, row, values, &scattered)
    #expect(scattered == expected)
  }

  @Test("The same bits on every level of x86-64 processors")
  func processorLevels() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/CKernels")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let harness = folder.appendingPathComponent("main.c")
    try """
    #include "CKernels.h"
    #include <stdio.h>
    #include <string.h>
    int main(void) {
      enum { rows = 3000 };
      static uint64_t keys[rows];
      static double median[rows], sigma[rows], low[rows], high[rows], out[rows * 8];
      uint64_t hash = 0;
      for (int r = 0; r < rows; r++) {
        keys[r] = dk_mix(r); median[r] = r % 9 - 4.5; sigma[r] = 0.1 * (r % 20); low[r] = median[r] - 1;
        high[r] = median[r] + 0.3;
      }
      for (int pass = 0; pass < 4; pass++) {
        if (pass == 0) dk_draw_lognormal8(keys, median, sigma, 0, rows, 5, 40, out);
        if (pass == 1) dk_draw_normal8(keys, median, sigma, 0, rows, 5, 40, out);
        if (pass == 2) dk_draw_uniform8(keys, low, high, 0, rows, 5, 40, out);
        if (pass == 3) dk_draw_triangular8(keys, low, median, high, 0, rows, 5, 40, out);
        for (int i = 0; i < rows * 8; i++) { uint64_t b; memcpy(&b, out + i, 8); hash = dk_mix(hash ^ b); }
      }
      printf("%llx\\n", (unsigned long long)hash);
      return 0;
    }
    """.write(to: harness, atomically: true, encoding: .utf8)
    func output(_ arguments: [String]) -> String? {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = arguments
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = FileHandle.nullDevice
      do { try process.run() } catch { return nil }
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
    guard output(["clang", "--version"]) != nil else { return }
    let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    var hashes: Set<String> = []
    var levels = [["-DDENCHI_ONE_TARGET"], []]
    if cpu.contains(" avx2 ") { levels.append(["-DDENCHI_ONE_TARGET", "-march=x86-64-v3"]) }
    if cpu.contains(" avx512vl ") { levels.append(["-DDENCHI_ONE_TARGET", "-march=x86-64-v4"]) }
    for (index, level) in levels.enumerated() {
      let program = folder.appendingPathComponent("p\(index)").path
      let built = output(
        ["clang", "-O3", "-ffp-contract=off", "-I", sources.appendingPathComponent("include").path] + level
          + [
            harness.path, sources.appendingPathComponent("draws.c").path, "-lm", "-o", program,
          ])
      #expect(built != nil)
      hashes.insert(try #require(output([program])))
    }
    #expect(hashes.count == 1)
  }
}
