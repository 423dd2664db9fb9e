import Foundation
import Inventory
import Strategy
import Testing

/// The strategy's needs of minerals (150 and 600 GWh) against published intensities.
@Suite(.enabled(if: Project.hasShared, "the shared figures are not there"))
struct MixRangeTests {
  static let minerals = ["Lithium", "Nickel", "Cobalt", "Graphite", "Manganese"]
  /// The chemistries with a graphite anode and a liquid electrolyte (BatPaC).
  static let chemistries = [
    "NMC 111", "NMC 532", "NMC 622", "NMC 721", "NMC 811", "NMCA 89:4:4:3", "NMC 95", "NCA", "LFP", "LMO",
    "LMNO",
  ]
  static let intensities = Project.shared + "/data/mineral_intensity_batpac_busch2024.csv"
  static let facts = Project.shared + "/facts.csv"

  /// Lines of a small table by the names of its columns; commas within quotes stay.
  static func table(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    func cells(_ line: Substring) -> [String] {
      var (cells, quoted) = ([""], false)
      for character in line {
        if character == "\"" {
          quoted.toggle()
        } else if character == "," && !quoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
    let head = cells(try #require(lines.first))
    return lines.dropFirst().map { Dictionary(zip(head, cells($0)), uniquingKeysWith: { first, _ in first }) }
  }

  static func range(
    _ capacity: Int, _ reading: LithiumReading, factors: ClosedRange<Double> = 1...(.infinity)
  ) throws -> MixRange {
    let rows = try table(intensities)
    let all = try chemistries.map { name in
      let own = rows.filter { $0["chemistry"] == name }
      return MixRange.Chemistry(
        name: name,
        intensities: Dictionary(
          uniqueKeysWithValues: try own.map {
            (try #require($0["mineral"]), try #require(Double($0["kg_per_kwh"] ?? "")))
          }))
    }
    let needs = try table(facts)
    let figures = try minerals.map { mineral in
      let row = needs.first { $0["id"] == "resource.\(capacity).\(mineral.lowercased())" }
      return MixRange.Figure(
        mineral: mineral, kilotonnes: try #require(Double(row?["value"] ?? "")), halfWidth: 5)
    }
    return try MixRange(
      capacity: Double(capacity), figures: figures, chemistries: all, reading: reading, factors: factors)
  }

  static func isNear(_ value: Double, _ printed: Double, _ place: Double) -> Bool {
    abs(value - printed) <= place / 2 + 1e-9
  }

  @Test(
    arguments: [
      (150, LithiumReading.metal, nil, 70.1), (600, .metal, nil, 262.9),
      (150, .carbonate, 1.085...1.130, 3.5),
      (600, .carbonate, nil, 12.5), (150, .hydroxide, 1.029...1.124, 0.4),
      (600, .hydroxide, 1.049...1.062, 3.6),
    ] as [(Int, LithiumReading, ClosedRange<Double>?, Double)])
  func factorsAndSmallestRounding(
    capacity: Int, reading: LithiumReading, factors: ClosedRange<Double>?, smallest: Double
  ) throws {
    let range = try Self.range(capacity, reading)
    let found = try range.factorRange()
    #expect((found == nil) == (factors == nil))
    if let found, let factors {
      #expect(Self.isNear(found.lowerBound, factors.lowerBound, 0.001))
      #expect(Self.isNear(found.upperBound, factors.upperBound, 0.001))
    }
    let closest = try range.closest()
    #expect(Self.isNear(closest.difference, smallest, 0.1))
    #expect(abs(closest.shares.values.reduce(0, +) - 1) < 1e-12)
    #expect(closest.factor >= 1 - 1e-12)
    #expect((closest.difference <= 5) == (factors != nil))
  }

  @Test func boundsOfShares() throws {
    let carbonate = try #require(try Self.range(150, .carbonate).shareRanges()?["LFP"])
    #expect(Self.isNear(carbonate.upperBound, 0.17, 0.01))
    let hydroxide = try #require(try Self.range(150, .hydroxide).shareRanges()?["LFP"])
    #expect(Self.isNear(hydroxide.upperBound, 0.23, 0.01))
    let world = try #require(try Self.range(600, .hydroxide).shareRanges()?["LFP"])
    #expect(Self.isNear(world.lowerBound, 0.19, 0.01))
    #expect(Self.isNear(world.upperBound, 0.25, 0.01))
    #expect(try Self.range(600, .carbonate).shareRanges() == nil)
    let fixed = try #require(try Self.range(150, .hydroxide, factors: 1.05...1.05).shareRanges())
    for (name, upper) in [("NCA", 0.85), ("NMC 721", 0.94), ("NMC 811", 0.88)] {
      let share = try #require(fixed[name])
      #expect(abs(share.lowerBound) < 1e-12)
      #expect(Self.isNear(share.upperBound, upper, 0.01))
    }
  }

  /// kg/kWh behind the printed figures, in the readings of lithium.
  @Test func lithiumIsNotMetal() throws {
    #expect(Self.isNear(LithiumReading.carbonate.lithiumShare * 100 / 150, 0.125, 0.001))
    #expect(Self.isNear(LithiumReading.carbonate.lithiumShare * 380 / 600, 0.119, 0.001))
    #expect(Self.isNear(LithiumReading.hydroxide.lithiumShare * 100 / 150, 0.110, 0.001))
    #expect(Self.isNear(LithiumReading.hydroxide.lithiumShare * 380 / 600, 0.105, 0.001))
    let contents = try Self.table(Self.intensities).filter { $0["mineral"] == "Lithium" }
      .filter { Self.chemistries.contains($0["chemistry"] ?? "") }.compactMap {
        Double($0["kg_per_kwh"] ?? "")
      }
    #expect(Self.isNear(try #require(contents.min()), 0.091, 0.001))
    #expect(Self.isNear(try #require(contents.max()), 0.124, 0.001))
    #expect(100.0 / 150 > 5 * (try #require(contents.max())))
    #expect(Self.isNear(380.0 / 77, 4.94, 0.01))
  }

  /// What the world figure takes of the mines' output of 2024 (USGS), lithium as carbonate.
  @Test(arguments: [
    ("Lithium", 0.30, 0.01), ("Cobalt", 0.21, 0.01), ("Nickel", 0.08, 0.01), ("Manganese", 0.002, 0.001),
    ("Graphite", 0.38, 0.01),
  ]) func shareOfMineOutput(mineral: String, printed: Double, place: Double) throws {
    let rows = try Self.table(Project.shared + "/data/usgs_mcs2025_battery_minerals.csv")
    let row = try #require(
      rows.first { $0["commodity"] == mineral && $0["country"]?.hasPrefix("World total") == true })
    let kilotonnes =
      try #require(Double(row["production_2024_estimated"] ?? "")) / (row["unit"] == "kt" ? 1 : 1000)
    let need = try #require(
      try Self.table(Self.facts).first { $0["id"] == "resource.600.\(mineral.lowercased())" }?["value"])
    let share = mineral == "Lithium" ? LithiumReading.carbonate.lithiumShare : 1
    let metal = try #require(Double(need)) * share
    #expect(Self.isNear(metal / kilotonnes, printed, place))
    if mineral == "Lithium" { #expect(Self.isNear(metal / share / kilotonnes, 1.58, 0.01)) }
  }

  private struct Peer: Decodable {
    struct Fit: Decodable {
      let sum: Double
      let mix: [String: Double]
      let residual: [Double]
      let rms: Double
    }
    let smallest: Double
    let factor: [Double]?
    let shares, sharesAt105: [String: [Double]]?
    let one, free: Fit
    enum CodingKeys: String, CodingKey {
      case smallest, factor, shares
      case sharesAt105 = "sharesAt1.05"
      case one = "nnls one"
      case free = "nnls free"
    }
  }

  private func peers() throws -> [String: Peer] {
    let script = Project.root + "/Tests/StrategyTests/mix_range.py"
    let answer = try run(
      Project.python, [script, Self.intensities, Self.facts, Self.chemistries.joined(separator: ",")])
    return try JSONDecoder().decode([String: Peer].self, from: answer)
  }

  @Test(.enabled(if: Project.hasPython, "the peers are not installed")) func agreesWithScipy() throws {
    for (key, peer) in try peers() {
      let parts = key.split(separator: " ")
      let (capacity, reading) = (
        try #require(Int(parts[0])), try #require(LithiumReading(rawValue: String(parts[1])))
      )
      let range = try Self.range(capacity, reading)
      #expect(relative(try range.closest().difference, peer.smallest) < 1e-9)
      let factor = try range.factorRange()
      #expect((factor == nil) == (peer.factor == nil))
      if let factor, let peer = peer.factor {
        #expect(relative(factor.lowerBound, peer[0]) < 1e-9 && relative(factor.upperBound, peer[1]) < 1e-9)
      }
      let fixed = try Self.range(capacity, reading, factors: 1.05...1.05)
      for (ours, theirs) in [
        (try range.shareRanges(), peer.shares), (try fixed.shareRanges(), peer.sharesAt105),
      ] {
        #expect((ours == nil) == (theirs == nil))
        for (name, share) in ours ?? [:] {
          let bounds = try #require(theirs?[name])
          #expect(abs(share.lowerBound - bounds[0]) < 1e-9 && abs(share.upperBound - bounds[1]) < 1e-9)
        }
      }
    }
  }

  /// The least-squares table: scipy on the data against what is printed.
  @Test(
    .enabled(if: Project.hasPython, "the peers are not installed"),
    arguments: [
      (
        "150 carbonate", true, 1, ["NMC 532": 0.45, "NCA": 0.32, "NMCA 89:4:4:3": 0.22, "LMO": 0.01],
        [-13.6, 0.1, 1.1, -8.2, 0.0], 7.1
      ),
      (
        "150 carbonate", false, 1.120, ["NMC 532": 0.48, "NCA": 0.27, "NMCA 89:4:4:3": 0.26, "LFP": 0.12],
        [-4.8, 0.4, 0.4, 3.6, 0.1], 2.7
      ),
      (
        "150 hydroxide", true, 1, ["NCA": 0.81, "LMO": 0.08, "NMC 111": 0.08, "LFP": 0.04],
        [-2.4, -0.2, 0.2, -7.6, -0.1], 3.6
      ),
      (
        "150 hydroxide", false, 1.066, ["NMC 95": 0.65, "NMC 111": 0.35, "LFP": 0.06, "LMO": 0.01],
        [0.5, 0.0, -0.1, -0.4, 0.0], 0.3
      ),
      (
        "600 carbonate", true, 1, ["NMC 532": 0.29, "NCA": 0.29, "NMCA 89:4:4:3": 0.24, "LFP": 0.18],
        [-12.2, 0.2, 0.8, -6.8, 0.0], 6.3
      ),
      (
        "600 carbonate", false, 1.104, ["NMC 532": 0.29, "NCA": 0.28, "LFP": 0.28, "NMCA 89:4:4:3": 0.25],
        [-4.3, 0.3, 0.3, 3.4, 0.1], 2.5
      ),
      (
        "600 hydroxide", true, 1, ["NCA": 0.46, "NMC 95": 0.21, "LFP": 0.19, "NMC 111": 0.10, "LMO": 0.04],
        [-1.6, -0.1, 0.1, -6.1, 0.0], 2.8
      ),
      (
        "600 hydroxide", false, 1.047, ["NMC 95": 0.52, "NMC 111": 0.23, "LFP": 0.22, "NCA": 0.08],
        [1.3, 0.0, -0.1, -1.1, 0.0], 0.8
      ),
    ] as [(String, Bool, Double, [String: Double], [Double], Double)])
  func leastSquares(
    key: String, isOne: Bool, sum: Double, mix: [String: Double], residual: [Double], rms: Double
  ) throws {
    let peer = try #require(try peers()[key])
    let fit = isOne ? peer.one : peer.free
    #expect(Self.isNear(fit.sum, sum, 0.001))
    #expect(Self.isNear(100 * fit.rms, rms, 0.1))
    // In the order of the minerals. One place of a printed figure was rounded twice here and there.
    for (a, b) in zip(fit.residual, residual) { #expect(abs(100 * a - b) <= 0.11) }
    for (name, share) in fit.mix { #expect(abs(share * fit.sum - (mix[name] ?? 0)) <= 0.0052) }
    if isOne { #expect(100 * fit.residual[3] < -6 && 100 * fit.residual[3] > -8.3) }
  }

  @Test(.enabled(if: Project.hasPython, "the peers are not installed")) func leastSquaresAsMetal() throws {
    for (key, peer) in try peers() where key.hasSuffix("metal") {
      for fit in [peer.one, peer.free] {
        #expect(100 * fit.residual[0] > -84.5 && 100 * fit.residual[0] < -80.5)
        #expect(abs(100 * fit.rms - 37) < 1)
      }
    }
  }

  @Test func badInputIsNamed() {
    let figures = [MixRange.Figure(mineral: "Nickel", kilotonnes: 90, halfWidth: 5)]
    #expect(throws: BuildOutProblems(reasons: ["“LFP” has no intensity for Nickel"])) {
      try MixRange(
        capacity: 150, figures: figures, chemistries: [.init(name: "LFP", intensities: [:])], reading: .metal)
    }
    #expect(throws: BuildOutProblems(reasons: ["a capacity of -1.0 GWh, expected more than 0"])) {
      try MixRange(
        capacity: -1, figures: figures, chemistries: [.init(name: "NCA", intensities: ["Nickel": 0.7])],
        reading: .metal)
    }
  }
}
