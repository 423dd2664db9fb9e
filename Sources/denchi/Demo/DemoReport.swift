import SupplyGraph

/// A text in the languages of the page.
struct Bilingual: Sendable, Hashable, Decodable {
  var en: String
  var ja: String

  init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }

  /// The same in both, such as a name from a file.
  init(_ both: String) { self.init(en: both, ja: both) }

  subscript(language: PageLanguage) -> String { language == .ja ? ja : en }
}

/// A language of the page.
enum PageLanguage: String, CaseIterable {
  case en
  case ja
}

/// Everything that `denchi packs` found out, ready to be shown as tables, as a page or as JSON.
struct DemoReport: Sendable {
  struct Indicator: Sendable {
    var id: String
    var name: Bilingual
    var unit: String
    var isCutoff: Bool { id.hasPrefix("cutoff_") }
  }

  /// One product; its results are for one unit, made or (a treatment) treated.
  struct Pack: Sendable {
    var id: String
    var name: String
    /// The chemistry, or whatever tells products apart.
    var label: Bilingual
    /// Where cells and pack are made, if products differ by that.
    var mix: Bilingual?
    var unit: String
    /// Whether a unit of waste is treated rather than a product made.
    var isTreatment: Bool
    /// By indicator.
    var values: [Double]
    /// Of the main indicator, by stage of the report.
    var stages: [Double]
    /// Of the main indicator, by step of the report; nil where the chain does not allow it.
    var steps: [Double]?
    /// The main indicator in each sample that could be solved; empty where nothing is uncertain.
    var samples: [Double]
    var spread: Summary?
  }

  /// An activity's share of the main indicator of the product shown in detail.
  struct Contribution: Sendable {
    var id: String
    var name: String
    /// Index of its stage in the report.
    var stage: Int
    var source: String
    var value: Double
    var share: Double
    var spread: Summary?
  }

  /// An uncertain row and how much of the variance it makes.
  struct Driver: Sendable {
    var name: String
    var share: Double
  }

  /// A source, with its licence and the number of activities and factors that rest on it.
  struct Source: Sendable {
    var name: String
    var licence: String
    var rows: Int
  }

  var chain: String
  var activityCount: Int
  var exchangeCount: Int
  var flowCount: Int
  /// Exchanges and flows with a distribution.
  var uncertainRows: Int
  var indicators: [Indicator]
  /// The indicator that the pictures show.
  var main: Int
  var stages: [String]
  var steps: [ProductionStep]
  var packs: [Pack]
  /// The product whose suppliers, contributions and drivers are shown.
  var detail: Int
  var top: [Contribution]
  /// The main indicator by what is emitted.
  var emissions: [(name: String, value: Double)]
  var tree: SupplierDiagram
  var drivers: [Driver]
  /// `below[a][b]`: share of samples in which product a is below product b; empty without samples.
  var below: [[Double]]
  /// Which products the pairs are of.
  var pairs: [Int]
  var samples: Int
  var seed: UInt64
  var failedSamples: Int
  var method: String
  var relativeErrorBound: Double
  var boundIsProven: Bool
  var seconds: Double
  var sources: [Source]
  /// Rows of activities, exchanges, flows and factors that name a source, and all of them.
  var sourced: (named: Int, of: Int)
  /// Whether the chain is the published one whose known gaps the page tells.
  var isPublishedChain: Bool

  var unit: String { indicators[main].unit }
  var detailPack: Pack { packs[detail] }
  /// Whether results are for the same amount of the same thing, so that they can be ranked.
  var isComparable: Bool { Set(packs.map { [$0.unit, $0.isTreatment ? "treated" : ""] }).count == 1 }
}

/// The steps of making a battery that its own makers take; everything they buy is counted with them.
enum ProductionStep: String, Sendable, CaseIterable {
  case cathode
  case anode
  case electrolyte
  case cell
  case pack
  case delivery
  case other = "other_step"

  /// The step that an activity belongs to, read from its name and stage.
  init(name: String, stage: String?) {
    let words = name.lowercased()
    if stage == "distribution" {
      self = .delivery
    } else if let step = [ProductionStep.cathode, .anode, .electrolyte, .cell, .pack]
      .first(where: { words.contains($0.rawValue) })
    {
      self = step
    } else {
      self = .other
    }
  }
}
