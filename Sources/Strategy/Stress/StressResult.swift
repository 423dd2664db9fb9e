/// What a shock, or all of them together, does to a scenario.
public struct StressResult: Sendable {
  /// A target before and after.
  public struct TargetChange: Sendable {
    /// The target.
    public let target: Target
    /// Its value without the shock, in its unit; nil where it has none.
    public let before: Double?
    /// Its value with it.
    public let after: Double?
    /// Whether it was met, and is met.
    public let wasMet, isMet: Bool?
  }

  /// The share that stands for a country in a cut.
  public struct CutShare: Sendable {
    /// The country.
    public let country: String
    /// The mineral, as `minerals.csv` calls it.
    public let mineral: String
    /// The stage whose share is used.
    public let stage: SupplyStage
    /// The year of the statistics.
    public let dataYear: Int
    /// The country's share.
    public let share: Double
    /// The part of it that fails, and for how many months of which year.
    public let cut: SupplyCut
    /// Whether shares of the world stand for those of Japan's imports, which are not known.
    public var isProxy: Bool { stage != .imports }
    /// Who published the share.
    public let sources: [String]
  }

  /// A chemistry's part of output before and after a switch.
  public struct Switched: Sendable {
    /// The chemistry.
    public let chemistry: String
    /// Its share before and after.
    public let before, after: Double
  }

  /// The shock's id; `all` for all together.
  public let id: String
  /// Its name.
  public let name: Bilingual
  /// The year that is looked at.
  public let year: Int
  /// Good output in the year without the shock, in GWh; nil where it is not known.
  public let outputBefore: Double?
  /// Good output in the year with it.
  public let outputAfter: Double?
  /// GWh lost in every year in which anything is lost, or won (negative).
  public let lostByYear: [(year: Int, lost: Double)]
  /// Where the shares that are cut come from.
  public let cuts: [CutShare]
  /// What is short in the year, the first to bind first.
  public let shortages: [Shortage]
  /// GWh of the year's output that would be lost too without recycling.
  public let recyclingSaves: Double
  /// GWh of the year's output that a switch of chemistries saves.
  public let switchSaves: Double
  /// The chemistries after the switch, where one saves anything.
  public let switched: [Switched]
  /// The loss in the year at the price of packs without the shock, in billion JPY.
  public let lossBillionJPY: Double?
  /// Every target that has a value.
  public let targets: [TargetChange]

  /// GWh lost in the year.
  public var lost: Double? { outputBefore.flatMap { before in outputAfter.map { before - $0 } } }
  /// The mineral whose stock is used up first; nil where all last.
  public var firstBinding: Shortage? { shortages.first { $0.bindsAfter != nil } }
  /// The mineral that limits the year's output; nil where none does.
  public var limiting: Shortage? {
    shortages.filter { $0.allowedShare < 1 }.min { $0.allowedShare < $1.allowedShare }
  }
}
