import Strategy

/// What the least-cost build-out of a scenario comes to.
enum BuildOutAnswer {
  /// The scenario describes none.
  case none
  case plan(BuildOut, BuildOut.Plan, withoutTargets: BuildOut.Plan)
  case conflict(BuildOut.Conflict)
  /// It was not found, and why.
  case failed(String)

  /// - Throws: `ScenarioProblems` where the build-out makes no sense.
  init(_ scenario: Scenario) throws(ScenarioProblems) {
    guard scenario.hasBuildOut else {
      self = .none
      return
    }
    let asked = try scenario.buildOut()
    let free = try scenario.buildOut(targets: false)
    do {
      if let conflict = try asked.conflict() {
        self = .conflict(conflict)
      } else {
        self = .plan(asked, try asked.plan(), withoutTargets: try free.plan())
      }
    } catch {
      self = .failed("\(error)")
    }
  }
}

/// The least-cost build-out that meets the targets, what limits cost, or why there is none.
struct BuildOutSection: ReportSection {
  let id = "buildout"

  func body(_ page: ReportLanguage) throws -> HTML {
    switch page.report.buildOut {
    case .none: "<p>\(page.word("buildout.none"))</p>"
    case .failed(let reason): "<p class=\"verdict\">\(page.word("buildout.failed", ["reason": reason]))</p>"
    case .conflict(let conflict): Self.words(conflict, page)
    case .plan(let buildOut, let plan, let free): try planned(buildOut, plan, free, page)
    }
  }

  private func planned(
    _ buildOut: BuildOut, _ plan: BuildOut.Plan, _ free: BuildOut.Plan, _ page: ReportLanguage
  ) throws -> HTML {
    let names = buildOut.options.map { page.word("option \($0.name)", or: $0.name) }
    let (first, last) = (plan.years.first ?? 0, plan.years.last ?? 0)
    let parts = zip(names, plan.additions).compactMap { name, additions -> String? in
      let sum = additions.reduce(0, +)
      guard sum > 1e-6 else { return nil }
      return page.word("buildout.addition", ["name": name, "amount": page.amount(sum, "GWh/yr")])
    }
    let verdict = page.word(
      parts.isEmpty ? "buildout.nothing" : "buildout.verdict",
      [
        "targets": page.list(buildOut.targets.map { page.target($0) }), "additions": page.list(parts),
        "cost": page.amount(plan.objective, "billion JPY"),
        "more": page.amount(plan.objective - free.objective, "billion JPY"), "first": String(first),
        "last": String(last),
      ])
    let prices = plan.tellingPrices.prefix(8).map { price -> HTML in
      "<li>\(page.sentence(price, firstYear: first))</li>"
    }
    let limits: HTML =
      prices.isEmpty
      ? "" : "<h3>\(page.word("buildout.limits"))</h3><ul class=\"limits\">\(Array(prices))</ul>"
    let figure = try figure(buildOut, plan, names, page).html(page)
    return "<p class=\"verdict\">\(verdict)</p>\(figure)\(limits)"
  }

  private func figure(
    _ buildOut: BuildOut, _ plan: BuildOut.Plan, _ names: [String], _ page: ReportLanguage
  ) -> ReportFigure {
    func layers(_ values: [[Double]]) -> [TimeChart.Layer] {
      zip(names, values).enumerated().map { i, layer in
        .init(id: "", name: layer.0, values: layer.1, paint: Paint(colour: i % 6))
      }
    }
    let there = plan.years.indices.map { t in plan.nameplate[t] - plan.capacity.reduce(0) { $0 + $1[t] } }
    let goals = buildOut.targets.filter { $0.kind == .nameplate }.map { target in
      TimeChart.Goal(
        from: plan.years.first ?? target.year, to: target.year, value: target.value,
        label: page.word(
          "goal", ["year": String(target.year), "value": page.amount(target.value, "GWh/yr")]))
    }
    let unit = page.unit("GWh/yr")
    let decided = TimeChart(
      years: plan.years, unit: unit, layers: layers(plan.additions), height: 280)
    let running = TimeChart(
      years: plan.years, unit: unit,
      layers: [.init(id: "", name: page.word("buildout.there"), values: there, paint: Paint(colour: 6))]
        + layers(plan.capacity), goals: goals, height: 280)
    let caption = page.word("buildout.caption")
    let isPublic = plan.costs.contains { $0.publicPart > 0 }
    var table = PageTable(
      name: "buildout", caption: caption,
      columns: [.init(title: page.word("year"))]
        + names.map {
          .init(title: page.word("buildout.decided", ["name": $0, "unit": unit]), isNumber: true)
        }
        + [
          ("buildout.nameplate", unit), ("buildout.output", page.unit("GWh")),
          ("buildout.imports", page.unit("GWh")), ("buildout.capital", page.unit("billion JPY")),
        ].map { .init(title: "\(page.word($0)) (\($1))", isNumber: true) })
    if isPublic {
      let title = "\(page.word("buildout.public")) (\(page.unit("billion JPY")))"
      table.columns.append(.init(title: title, isNumber: true))
    }
    for t in plan.years.indices {
      let values =
        plan.additions.map { $0[t] } + [
          plan.nameplate[t], plan.output[t], plan.imports[t], plan.costs[t].capital,
        ] + (isPublic ? [plan.costs[t].publicPart] : [])
      // What is left of rounding in the solver is 0.
      table.rows.append(
        [.head(String(plan.years[t]))] + values.map { .figure(abs($0) < 1e-9 ? 0 : $0) })
    }
    return ReportFigure(
      name: "buildout", caption: caption,
      panels: [
        .init(title: page.word("buildout.panel1"), drawing: decided),
        .init(title: page.word("buildout.panel2"), drawing: running),
      ], legend: running.legend(), text: page.word("buildout.text"), table: table,
      series: ["demand.japan", "capacity.domestic", "price.pack.automotive"],
      assumptions: page.report.scenario.assumptions.filter { $0.id.hasPrefix("buildout.") })
  }

  private static func words(_ conflict: BuildOut.Conflict, _ page: ReportLanguage) -> HTML {
    let members = conflict.members.map { member -> HTML in
      let limit = page.named(member.limit)
      let unit = limit.unit == "weighted t" ? "" : limit.unit
      let text = page.word(
        limit.year == nil ? "buildout.member" : "buildout.memberYear",
        [
          "kind": limit.kindName(page.priceLanguage),
          "name": limit.name.isEmpty ? "" : page.word("buildout.quoted", ["name": limit.name]),
          "year": limit.year.map { String($0) } ?? "", "value": page.amount(limit.limit, unit, digits: 4),
        ])
      let way = member.leastRelaxation.map {
        page.word(
          limit.isAtLeast ? "buildout.less" : "buildout.more", ["amount": page.amount($0, unit)])
      }
      return "<li>\(text)\(way ?? page.word("buildout.notAlone"))</li>"
    }
    let sooner = conflict.leadTimes.map { option -> HTML in
      let text = page.word(
        "buildout.sooner",
        [
          "name": page.word("option \(option.option)", or: option.option),
          "now": String(option.leadTime), "needed": String(option.neededLeadTime),
        ])
      return "<li>\(text)</li>"
    }
    let late = conflict.tooLate.sorted { $0.key < $1.key }.map { name, year -> HTML in
      let text = page.word(
        "buildout.late", ["name": page.word("option \(name)", or: name), "year": String(year)])
      return "<li>\(text)</li>"
    }
    let verdict = page.word(members.count == 1 ? "buildout.conflictOne" : "buildout.conflict")
    return """
      <p class="verdict">\(verdict)</p><ul class="limits">\(members)\(sooner)\(late)</ul>
      """
  }
}

extension ReportLanguage {
  fileprivate var priceLanguage: PriceLanguage { language == .ja ? .japanese : .english }

  /// A target of a build-out in words.
  fileprivate func target(_ target: BuildOut.Target) -> String {
    let name = report.target(target.name).map { self.name($0.target) } ?? target.name
    return word(
      "buildout.target",
      ["name": name, "value": amount(target.value, "GWh/yr"), "year": String(target.year)])
  }

  /// A limit, called as a reader calls what it is about.
  fileprivate func named(_ limit: BuildOutLimit) -> BuildOutLimit {
    let name =
      switch limit.kind {
      case .target, .homeShare: report.target(limit.name).map { self.name($0.target) } ?? limit.name
      case .mineral: word("mineral \(limit.name)", or: limit.name)
      case .optionTotal, .optionYear: word("option \(limit.name)", or: limit.name)
      default: limit.name
      }
    return BuildOutLimit(kind: limit.kind, name: name, year: limit.year, limit: limit.limit)
  }

  fileprivate func sentence(_ price: BuildOut.ShadowPrice, firstYear: Int) -> String {
    BuildOut.ShadowPrice(limit: named(price.limit), price: price.price)
      .sentence(priceLanguage, firstYear: firstYear)
  }
}
