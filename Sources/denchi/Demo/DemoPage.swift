import Foundation
import Mustache
import SupplyGraph

/// The self-contained page of a report: tables by template, pictures by d3 where Debian's package is installed.
struct DemoPage {
  let report: DemoReport
  /// How the page was asked for, to be shown on it.
  let command: String
  let date: Date
  /// Texts of d3 and d3-sankey with their licence; empty where they are not installed.
  let libraries: [String]

  /// The page as HTML.
  /// - Throws: an error of the template; a fault of Denchi's own.
  func html() throws -> String {
    let library = try PageTemplates.library()
    let context: [String: Any] = [
      "title": PageWords.text(report.isPublishedChain ? "title" : "titlePlain", .en, values(.en)),
      "css": PageTemplates.text(PackageResources.page_css),
      "js": PageTemplates.text(PackageResources.page_js), "libraries": libraries,
      "json": data.encoded(pretty: false, forHTML: true),
      "languages": PageLanguage.allCases.map(context),
    ]
    guard let html = library.render(context, withTemplate: "page") else {
      throw Failure.fault("the page's template is missing")
    }
    return html
  }

  private func context(_ language: PageLanguage) -> [String: Any] {
    let tables = PageTables(report: report, language: language)
    let isOpen = libraries.isEmpty
    func table(_ table: PageTable?) -> Any {
      table.map { $0.context(language, isOpen: isOpen) } as Any? ?? false
    }
    var values = self.values(language)
    var words: [String: String] = [:]
    for key in PageWords.keys { words[key] = PageWords.text(key, language, values) }
    if report.samples == 0 { words["packsText"] = PageWords.text("packsTextPlain", language, values) }
    if report.steps.isEmpty { words["packsCaption"] = PageWords.text("packsCaptionStages", language, values) }
    if tables.cutoffs == nil { words["cutoffText"] = words["noCutoff"] }
    values["failed"] = NumberText.count(report.failedSamples)
    if report.failedSamples > 0 {
      words["spreadText", default: ""] += PageWords.text("failed", language, values)
    }
    if report.isPublishedChain {
      words["lede"] = PageWords.text("ledePublished", language, values)
    } else {
      words["title"] = PageWords.text("titlePlain", language, values)
    }
    if !report.isComparable {
      words["packsText", default: ""] += PageWords.text("notComparable", language, values)
    }
    if report.tree.notDrawn < 0 {
      words["treeCaption", default: ""] += PageWords.text("creditsNotDrawn", language, values)
    }
    if libraries.isEmpty { words["sourcesText"] = PageWords.text("sourcesTextPlain", language, values) }
    let weaknesses = report.isPublishedChain ? PageWords.weaknesses.map { $0[language] } : []
    return [
      "code": language.rawValue, "language": PageWords.language[language], "isHidden": language != .en,
      "t": words, "facts": facts(language), "hasLibraries": !libraries.isEmpty,
      "hasSteps": !report.steps.isEmpty, "hasDetail": !report.top.isEmpty, "hasSamples": report.samples > 0,
      "packTables": (report.steps.isEmpty ? [false] : [true, false])
        .map { tables.packs(bySteps: $0).context(language, isOpen: isOpen) },
      "cutoffTable": table(tables.cutoffs), "treeTable": table(tables.tree), "topTable": table(tables.top),
      "spreadTable": table(tables.spread), "pairsTable": table(opened(tables.pairs, language)),
      "driversTable": table(tables.drivers), "allTable": table(tables.all),
      "sourcesTable": table(tables.sources),
      "stageNote": report.mainStage.share > 0.99 && !report.steps.isEmpty, "how": how(language, values),
      "weaknesses": weaknesses, "hasWeaknesses": !weaknesses.isEmpty,
    ]
  }

  private func opened(_ table: PageTable, _ language: PageLanguage) -> PageTable? {
    report.pairs.count > 1 ? table : nil
  }

  /// What the sentences are filled with.
  private func values(_ language: PageLanguage) -> [String: String] {
    let main = report.indicators[report.main]
    let pack = report.detailPack
    let unit =
      !report.isComparable
      ? PageWords.text(report.packs.contains(where: \.isTreatment) ? "oneUnitOrTreated" : "oneUnit", language)
      : pack.isTreatment
        ? PageWords.text("oneTreated", language, ["unit": pack.unit]) : "1\u{A0}\(pack.unit)"
    let top = report.top.reduce(0) { $0 + $1.value }
    let emissions = report.emissions.map {
      "\(PageWords.flow($0.name, language)) \(NumberText.short($0.value, digits: 3))"
    }
    let sourced = report.sourced
    let sourcedKey =
      sourced.named == sourced.of ? "sourcedAll" : sourced.named == 0 ? "sourcedNone" : "sourced"
    let counts = ["named": NumberText.count(sourced.named), "of": NumberText.count(sourced.of)]
    let stage = report.mainStage.name
    let cutoffs = report.indicators.indices.filter { report.indicators[$0].isCutoff }.map { k in
      let indicator = report.indicators[k]
      return "\(indicator.name[language]) \(NumberText.short(pack.values[k], digits: 3)) \(indicator.unit)"
    }
    return [
      "cutoffs": cutoffs.joined(separator: language == .ja ? "、" : "; "),
      "packs": PageWords.text(
        report.packs.count == 1 ? "product1" : "products", language,
        ["count": NumberText.count(report.packs.count)]), "unit": unit,
      "chain": URL(fileURLWithPath: report.chain).lastPathComponent,
      "sourced": PageWords.text(sourcedKey, language, counts),
      "notDrawn": NumberText.short(report.tree.notDrawn, digits: 3),
      "mainStage": PageWords.text(stage, language),
      "activities": NumberText.count(report.activityCount),
      "exchanges": NumberText.count(report.exchangeCount), "indicator": main.name[language],
      "indicatorUnit": main.unit,
      "pack": pack.title(language),
      "value": report.short(pack.values[report.main], like: pack),
      "cut": NumberText.percent(DemoReport.treeCut), "count": NumberText.count(report.top.count),
      "share": NumberText.percent(top / pack.values[report.main]),
      "emissions": emissions.joined(separator: language == .ja ? "、" : ", "),
      "samples": NumberText.count(report.samples), "seed": String(report.seed),
      "uncertain": NumberText.count(report.uncertainRows),
      "rows": NumberText.count(report.exchangeCount + report.flowCount),
      "method": PageWords.text("method " + report.method, language),
      "bound": Self.power(report.relativeErrorBound),
      "proof": PageWords.text(report.boundIsProven ? "proven" : "estimated", language),
      "seconds": NumberText.short(report.seconds, digits: 2), "version": Denchi.version,
      "date": PageTemplates.day(date),
    ]
  }

  /// A small number as 1.3 × 10⁻¹².
  private static func power(_ value: Double) -> String {
    let parts = NumberText.short(value, digits: 2).split(separator: "e")
    guard parts.count == 2 else { return NumberText.short(value, digits: 2) }
    let superscripts: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    return "\(parts[0])\u{A0}×\u{A0}10" + String(parts[1].map { superscripts[$0] ?? $0 })
  }

  private func facts(_ language: PageLanguage) -> [[String: Any]] {
    let main = report.main
    var facts: [[String: Any]] = []
    func add(_ value: String, _ unit: String, _ key: String, _ pack: DemoReport.Pack?) {
      let label = PageWords.text(key, language, ["pack": pack?.title(language) ?? ""])
      facts.append(["value": value, "unit": unit, "label": label])
    }
    let byValue = report.packs.sorted { $0.values[main] < $1.values[main] }
    for (key, pack) in [("lowest", byValue.first), ("highest", byValue.last)] {
      guard let pack, report.packs.count > 1, report.isComparable else { continue }
      add(report.short(pack.values[main], like: pack), "\(report.unit)/\(pack.unit)", key, pack)
    }
    let cutoffs = report.indicators.indices.filter { report.indicators[$0].isCutoff }
    if let first = cutoffs.first {
      let pack = report.detailPack
      let texts = cutoffs.map { NumberText.short(pack.values[$0], digits: 3) }
      add(texts.joined(separator: " + "), "\(report.indicators[first].unit)/\(pack.unit)", "notCounted", pack)
    }
    let rows = NumberText.count(report.exchangeCount + report.flowCount)
    add(
      NumberText.count(report.uncertainRows), PageWords.text("ofRows", language, ["rows": rows]),
      "uncertainRows",
      nil)
    return facts
  }

  private func how(_ language: PageLanguage, _ values: [String: String]) -> [[String: String]] {
    var list: [(String, String)] = [
      ("howScope", report.isPublishedChain ? "howScopeText" : "howScopeTextPlain"),
      ("howSolver", "howSolverText"),
    ]
    if report.samples > 0 { list.append(("howSamples", "howSamplesText")) }
    list.append(("howTime", "howTimeText"))
    var result = list.map { term, text in
      ["term": PageWords.text(term, language), "text": PageWords.text(text, language, values)]
    }
    result.append(["term": PageWords.text("howAgain", language), "text": command])
    return result
  }
}

extension DemoReport.Pack {
  /// The product with the place where it is made.
  func title(_ language: PageLanguage) -> String {
    guard let mix else { return label[language] }
    return PageWords.text("labelMix", language, ["label": label[language], "mix": mix[language]])
  }
}

extension DemoReport {
  /// The stage that holds most of the main indicator, and the least share of it in any product.
  var mainStage: (name: String, share: Double) {
    let shares = stages.indices.map { stage in
      packs.map { $0.values[main] == 0 ? 0 : $0.stages[stage] / $0.values[main] }.min() ?? 0
    }
    guard let most = shares.indices.max(by: { shares[$0] < shares[$1] }) else { return ("", 0) }
    return (stages[most], shares[most])
  }
}
