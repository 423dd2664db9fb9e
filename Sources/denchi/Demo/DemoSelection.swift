import Inventory

/// Which products the demo shows.
struct DemoSelection {
  struct Product {
    var activity: Int
    var label: Bilingual
    var mix: Bilingual?
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
      return
    }
    let graph = chain.graph
    var isUsed = [Bool](repeating: false, count: graph.activityCount)
    for input in graph.inputs { isUsed[Int(input)] = true }
    let final = isUsed.indices.filter { !isUsed[$0] && graph.outputs[$0] > 0 }
    products = (final.isEmpty ? Array(isUsed.indices) : final).prefix(12).map {
      Product(activity: $0, label: Bilingual(chain.name($0)))
    }
  }

  /// The products compared with each other: those made in the same place as the first.
  var pairs: [Int] { products.indices.filter { products[$0].mix == products.first?.mix } }

  /// Sources of activities and factors with their licences, those of most rows first. Only what stands before details is kept, so that
  /// the many sheets of one publication count as one.
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
    return counts.map { DemoReport.Source(name: $0.name, licence: $0.licence, rows: $1) }
      .sorted { ($1.rows, $0.name, $0.licence) < ($0.rows, $1.name, $1.licence) }
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
