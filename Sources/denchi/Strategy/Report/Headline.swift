import Foundation
import Strategy

/// The top of the report: what a reader must know, in sentences, each computed.
struct Headline {
  private let page: ReportLanguage
  private var report: StrategyReport { page.report }

  init(_ page: ReportLanguage) { self.page = page }

  var html: HTML {
    let scenario = report.scenario
    let verdicts = Self.targets.compactMap { id in report.target(id).flatMap { sentence(id, $0) } }
    let summary: HTML = scenario.summary.map { "<p class=\"lede\">\($0[page.language])</p>" } ?? ""
    let notes = scenario.notes.map { "<p class=\"notice\" role=\"note\">\($0[page.language])</p>" as HTML }
    return """
      \(summary)
      \(notes)
      <ul class="facts">\(facts)</ul>
      <ul class="verdicts">\(verdicts)</ul>
      <p class="made">\(page.word("made", [
        "scenario": scenario.name[page.language], "files": page.list(scenario.files),
        "date": page.date(scenario.model.asOf),
      ]))</p>
      """
  }

  /// Targets that the first page speaks of.
  private static let targets = [
    "target.capacity.domestic", "target.capacity.global", "target.price.pack", "ev.share.2030.low",
    "workforce.battery",
  ]

  private func sentence(_ id: String, _ result: TargetResult) -> HTML? {
    guard let value = result.value, let isMet = result.isMet else { return nil }
    let target = result.target
    let ratio = value / target.value
    let states = page.choice(report.scenario.model.countedStates.map { page.word("counted \($0.rawValue)") })
    let text = page.word(
      "\(id).\(isMet ? "met" : "missed")",
      [
        "value": page.amount(value, target), "target": page.amount(target.value, target),
        "gap": ReportNumber.difference(value, target.value, unit: target.unit)
          .trimmingCharacters(in: ["+", "−"])
          + (target.unit == "fraction" ? "" : "\u{A0}" + page.unit(target.unit)),
        "share": ReportNumber.percent(ratio), "year": String(target.year), "states": states,
        "rate": report.assumption("exchange_rate").map { ReportNumber.text($0.value, 4) } ?? "–",
      ])
    let name: HTML = isMet ? "met" : "missed"
    return "<li class=\"\(name)\" data-target=\"\(id)\">\(text)</li>"
  }

  private var facts: [HTML] {
    func fact(_ value: String, _ unit: String, _ label: String) -> HTML {
      "<li><b>\(value)</b> <span class=\"unit\">\(unit)</span><br>\(label)</li>"
    }
    var facts: [HTML] = []
    for id in Self.targets.prefix(2) {
      guard let result = report.target(id), let value = result.value else { continue }
      facts.append(
        fact(
          ReportNumber.text(value),
          page.word("of", ["target": page.amount(result.target.value, result.target.unit)]),
          page.word("fact \(id)", ["year": String(result.target.year)])))
    }
    let (met, missed, differs, open) = TargetSection.counts(report.targets)
    facts.append(
      fact(
        page.word("factMissed", ["missed": String(missed), "all": String(report.targets.count)]), "",
        page.word(
          "factTargets",
          ["met": String(met), "missed": String(missed), "differs": String(differs), "open": String(open)])))
    let assumptions = report.scenario.assumptions
    let unsourced = assumptions.filter { !$0.isPublished }.count
    facts.append(
      fact(
        NumberText.count(unsourced), page.word("of", ["target": NumberText.count(assumptions.count)]),
        page.word("factUnsourced")))
    return facts
  }
}
