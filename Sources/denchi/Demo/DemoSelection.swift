import Inventory

/// Which products the demo shows.
struct DemoSelection {
  struct Product {
    var activity: Int
    var label: Bilingual
    var mix: Bilingual?
    /// 1, or -1 for a treatment: one unit of its waste treated.
    var amount = 1.0
  }

  private(set) var products: [Product] = []
  /// The position of the product shown in detail.
  private(set) var detail = 0
  /// Whether these are the packs of the published chain.
  private(set) var isPublishedChain = false

  private static let chemistries = ["nmc111", "nmc532", "nmc622", "nmc811", "nca", "lfp"]
  private static let mixes: [(String, Bilingual)] = [
    ("jp", Bilingual(en: "Japan", ja: "日本")), ("cn", Bilingual(en: "China", ja: "中国")),
  ]

  /// The six chemistries and two electricity mixes of the published chain; of another chain up to 12 products that
  /// nothing else in it uses.
  init(_ chain: LoadedChain) {
    for chemistry in Self.chemistries {
      for (id, name) in Self.mixes {
        guard let activity = chain.chain.activity(named: "kwh-\(chemistry)-\(id)") else { continue }
        products.append(Product(activity: activity, label: Bilingual(chemistry.uppercased()), mix: name))
      }
    }
    if products.count > 1 {
      isPublishedChain = products.count == Self.chemistries.count * Self.mixes.count
      detail = products.firstIndex { chain.id($0.activity) == "kwh-nmc622-jp" } ?? 0
      pairs = products.indices.filter { products[$0].mix == products.first?.mix }
      return
    }
    let graph = chain.graph
    var isUsed = [Bool](repeating: false, count: graph.activityCount)
    for input in graph.inputs { isUsed[Int(input)] = true }
    let final = isUsed.indices.filter { !isUsed[$0] }
    let chosen = (final.isEmpty ? Array(isUsed.indices) : final).prefix(12)
    let isMixed = Set(chosen.map { [chain.unit($0), graph.outputs[$0] < 0 ? "treated" : ""] }).count > 1
    products = chosen.map { activity in
      let isTreatment = graph.outputs[activity] < 0
      var label = Bilingual(chain.name(activity))
      if isMixed || isTreatment {
        let key = isTreatment ? "treatedUnit" : "perUnit"
        func text(_ language: PageLanguage) -> String {
          label[language] + PageWords.text(key, language, ["unit": chain.unit(activity)])
        }
        label = Bilingual(en: text(.en), ja: text(.ja))
      }
      return Product(activity: activity, label: label, amount: isTreatment ? -1 : 1)
    }
    pairs = products.indices.filter {
      chain.unit(products[$0].activity) == chain.unit(products[0].activity)
        && products[$0].amount == products[0].amount
    }
  }

  /// The products compared with each other: those made in the same place as the first, with the same unit.
  private(set) var pairs: [Int] = []

  /// Sources of activities and factors with their licences, those of most rows first. Only what stands before
  /// details is kept, so that the many sheets of one publication count as one.
  static func sources(of chain: LoadedChain) -> [DemoReport.Source] {
    struct Key: Hashable {
      var name: String
      var licence: String
    }
    let tables = chain.chain.tables
    var counts: [Key: Int] = [:]
    func count(_ source: String, _ file: ChainFile, _ row: Int) {
      let licence = tables?[file][row, "licence"] ?? tables?[file][row, "license"] ?? ""
      if !source.isEmpty { counts[Key(name: publication(source), licence: licence), default: 0] += 1 }
    }
    for activity in 0..<chain.chain.activityCount {
      count(chain.chain.source(ofActivity: activity), .activities, activity)
    }
    for row in chain.chain.factors.flow.indices { count(chain.chain.source(ofFactor: row), .factors, row) }
    // Sources that differ in a figure only are one.
    let groups = Dictionary(grouping: counts.keys) {
      Key(name: $0.name.replacing(/\d+\.\d+/, with: "…"), licence: $0.licence)
    }
    return groups.map { shared, keys in
      DemoReport.Source(
        name: keys.count > 1 ? shared.name : keys[0].name, licence: shared.licence,
        rows: keys.reduce(0) { $0 + (counts[$1] ?? 0) })
    }
    .sorted { ($1.rows, $0.name, $0.licence) < ($0.rows, $1.name, $1.licence) }
  }

  /// Rows of the chain's files that name a source, and all rows that could.
  static func sourced(_ chain: Chain) -> (named: Int, of: Int) {
    let counts = [
      (0..<chain.activityCount).filter { !chain.source(ofActivity: $0).isEmpty }.count,
      (0..<chain.exchangeCount).filter { !chain.source(ofExchange: $0).isEmpty }.count,
      (0..<chain.flowRowCount).filter { !chain.source(ofFlowRow: $0).isEmpty }.count,
      chain.factors.flow.indices.filter { !chain.source(ofFactor: $0).isEmpty }.count,
    ]
    let all = chain.activityCount + chain.exchangeCount + chain.flowRowCount + chain.factors.flow.count
    return (counts.reduce(0, +), all)
  }

  /// The part of a source up to the first comma or semicolon that is not inside brackets.
  static func publication(_ source: String) -> String {
    var depth = 0
    for index in source.indices {
      switch source[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case ",", ";":
        let next = source.index(after: index)
        if depth == 0, next == source.endIndex || source[next] == " " { return String(source[..<index]) }
      default: break
      }
    }
    return source
  }
}
