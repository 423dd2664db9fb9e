import Exchange
import Values

/// A part: what it is, what it is made of, its footprint, how that came about, who sees it.
struct PartPage {
  let visit: Visit
  let part: Part

  private var path: String { "/console/parts/\(part.traceID)" }
  private var totals: Totals? { visit.space.totals[part.traceID] }

  func page() -> APIResponse {
    visit.page(
      visit.title(of: part), in: .parts, lead: part.label, trail: PartPages.trail(visit),
      actions, footprint, breakdown, structure, usedIn, sharing, history, about)
  }

  private var actions: Markup {
    guard visit.may(.edit) else { return .empty }
    let id = part.traceID
    var buttons = [
      visit.button(
        visit.t(visit.space.declarations[id] == nil ? "part.enterFootprint" : "part.changeFootprint"),
        path + "/footprint", "main"),
      visit.button(visit.t("part.editStructure"), path + "/structure"),
    ]
    let isBought =
      !visit.space.parents(of: id).isEmpty || visit.space.structures[id]?.components.isEmpty != false
    if isBought, !part.terminated, visit.space.trade(downstream: id).map({ !visit.space.isLive($0) }) ?? true
    {
      buttons.append(visit.button(visit.t("part.ask"), "/console/requests/new?part=\(id)"))
    }
    if totals != nil, visit.may(.disclose), !PactPages.partners(visit).isEmpty {
      buttons.append(visit.button(visit.t("pact.publish"), path + "/publish"))
    }
    buttons.append(visit.button(visit.t("part.edit"), path + "/edit"))
    return visit.buttons(buttons)
  }

  // MARK: Footprint

  private var footprint: Markup {
    guard let totals else {
      if let contribution = visit.space.contributions[part.traceID] { return bought(contribution) }
      return visit.empty(
        visit.t("part.noFootprint"),
        action: visit.may(.edit) ? (visit.t("part.enterFootprint"), path + "/footprint") : nil)
    }
    let unit = "kg CO₂e / \(visit.unit(totals.unit))"
    var content = visit.facts([
      (visit.number(totals.sum.pre + totals.sum.main), unit, visit.t("footprint.total"), nil),
      (visit.number(totals.sum.pre), unit, visit.t("stage.pre"), nil),
      (visit.number(totals.sum.main), unit, visit.t("stage.main"), nil),
    ])
    if !totals.missing.isEmpty {
      content =
        visit.notice(
          .warn, visit.t("part.missing", ["n": String(totals.missing.count)]),
          visit.text(visit.t("part.missingText"))
            + visit.list(
              totals.missing.map {
                .link(visit.name(ofPart: $0), "/console/parts/\($0)") + Markup(" ")
                  + .link(
                    visit.t("part.ask"), "/console/requests/new?part=\($0)",
                    label: visit.t("part.askFor", ["part": visit.name(ofPart: $0)]))
              }, style: "bullets")) + content
    }
    if let contribution = visit.space.contributions[part.traceID], contribution.origin != .own {
      content = content + bought(contribution)
    }
    return content
  }

  /// What a supplier says of it.
  private func bought(_ contribution: Contribution) -> Markup {
    visit.facts([
      (
        visit.number(contribution.total.pre + contribution.total.main),
        "kg CO₂e / \(visit.unit(part.unit))", visit.originText(of: part.traceID), nil
      ),
      (visit.number(contribution.total.pre), "kg CO₂e", visit.t("stage.pre"), nil),
      (visit.number(contribution.total.main), "kg CO₂e", visit.t("stage.main"), nil),
    ])
  }

  private var breakdown: Markup {
    guard let totals else { return .empty }
    func row(_ label: String, _ values: Stages<Double>) -> [Markup] {
      [
        Markup(label), Markup(visit.number(values.pre)), Markup(visit.number(values.main)),
        Markup(visit.number(values.pre + values.main)),
      ]
    }
    func quality(_ label: String, _ path: KeyPath<DataQuality, Double?>) -> [Markup] {
      func value(_ quality: DataQuality) -> Markup {
        Markup(quality[keyPath: path].map { visit.number($0) } ?? "–")
      }
      return [Markup(label), value(totals.quality.pre), value(totals.quality.main), .empty]
    }
    return visit.heading(visit.t("part.breakdown"))
      + visit.table(
        visit.t("part.breakdown"),
        [
          .init(visit.t("column.what")), .init(visit.t("stage.pre"), number: true),
          .init(visit.t("stage.main"), number: true), .init(visit.t("column.sum"), number: true),
        ],
        [
          row(visit.t("footprint.production"), totals.production),
          row(visit.t("footprint.component"), totals.component), row(visit.t("footprint.total"), totals.sum),
        ])
      + visit.details(
        visit.t("quality.title"),
        visit.text(visit.t("quality.help"))
          + visit.table(
            visit.t("quality.title"),
            [
              .init(visit.t("column.what")), .init(visit.t("stage.pre"), number: true),
              .init(visit.t("stage.main"), number: true), .init(""),
            ].dropLast(),
            [
              quality(visit.t("quality.technological"), \.technological),
              quality(visit.t("quality.geographical"), \.geographical),
              quality(visit.t("quality.temporal"), \.temporal),
            ].map { Array($0.dropLast()) }))
  }

  // MARK: Structure

  private var structure: Markup {
    let components = visit.space.structures[part.traceID]?.components ?? []
    let title = visit.heading(visit.t("part.structure"), id: "structure")
    guard !components.isEmpty else {
      return title
        + visit.empty(
          visit.t("part.noStructure"),
          action: visit.may(.edit) ? (visit.t("part.editStructure"), path + "/structure") : nil)
    }
    return title + visit.text(visit.t("part.structureText", ["unit": visit.unit(part.unit)]))
      + Markup(trusted: "<div class=\"tree\">") + branch(components, depth: 1) + Markup(trusted: "</div>")
  }

  private func branch(_ components: [PartsStructure.Component], depth: Int) -> Markup {
    Markup(trusted: "<ul>")
      + components.map { component in
        let below = visit.space.structures[component.traceID]?.components ?? []
        let line = leaf(component)
        if below.isEmpty || depth >= 8 {
          return Markup(trusted: "<li><div class=\"leaf\">") + line + Markup(trusted: "</div></li>")
        }
        return Markup(trusted: "<li><details\(depth < 3 ? " open" : "")><summary>") + line
          + Markup(trusted: "</summary>") + branch(below, depth: depth + 1)
          + Markup(trusted: "</details></li>")
      }.joined + Markup(trusted: "</ul>")
  }

  private func leaf(_ component: PartsStructure.Component) -> Markup {
    let id = component.traceID
    let amount = "\(visit.exact(component.amount)) \(visit.unit(visit.space.parts[id]?.unit))"
    let start =
      Markup.link(visit.name(ofPart: id), "/console/parts/\(id)") + Markup(" ") + .soft(amount) + Markup(" ")
    guard let contribution = visit.space.contributions[id] else {
      return start + .tag(visit.t("origin.missing"), .bad)
    }
    let brought = component.amount * (contribution.total.pre + contribution.total.main)
    return start
      + Markup(trusted: "<span class=\"amount\">") + Markup("\(visit.number(brought)) kg CO₂e")
      + Markup(trusted: "</span> ") + visit.originTag(of: id)
  }

  private var usedIn: Markup {
    let parents = visit.space.parents(of: part.traceID)
    if parents.isEmpty { return .empty }
    return visit.heading(visit.t("part.usedIn"))
      + visit.list(
        parents.map { .link(visit.name(ofPart: $0), "/console/parts/\($0)") }, style: "bullets")
  }

  // MARK: Sharing and history

  private var sharing: Markup {
    let sentences = SharingPages.sentences(visit, part: part.traceID)
    return visit.heading(visit.t("part.sharing"))
      + (sentences.isEmpty
        ? visit.empty(visit.t("part.nobodySees"))
        : visit.list(sentences, style: "log"))
      + (visit.may(.disclose)
        ? visit.paragraph(.link(visit.t("part.share"), "/console/sharing/new?part=\(part.traceID)")) : .empty)
  }

  private var history: Markup {
    let records = HistoryPages.records(visit, part: part.traceID, limit: 20)
    return visit.heading(visit.t("part.history"))
      + (records.isEmpty ? visit.empty(visit.t("part.noHistory")) : HistoryPages.table(visit, records))
  }

  private var about: Markup {
    let plant = visit.space.plants[part.plantID].map { "\($0.name) (\($0.openPlantID))" } ?? "–"
    return visit.heading(visit.t("part.about"))
      + visit.definitions(
        [
          (visit.t("part.unit"), Markup(visit.unit(part.unit))), (visit.t("part.plant"), Markup(plant)),
          (
            visit.t("part.upstream"),
            Markup(visit.t(part.terminated ? "part.upstreamNo" : "part.upstreamYes"))
          ),
        ]
          + [part.info1, part.info2, part.info3].enumerated().compactMap { index, info in
            info.map { (visit.t("part.info", ["n": String(index + 1)]), Markup($0)) }
          } + [(visit.t("part.traceID"), .code(part.traceID.description))])
      + (visit.may(.edit)
        ? visit.buttons([visit.button(visit.t("part.delete"), path + "/delete", "danger")]) : .empty)
  }
}

extension Visit {
  /// Where a part's footprint is known from.
  func origin(of part: Identifier) -> Contribution.Origin? { space.contributions[part]?.origin }

  func originText(of part: Identifier) -> String {
    switch origin(of: part) {
    case .answer:
      let company = space.trade(downstream: part).map { name(of: $0.upstreamOperatorID) } ?? ""
      return t("origin.answer", ["company": company])
    case .supply:
      switch space.supplies[part]?.source {
      case .pact(_, let company): return t("origin.pact", ["company": company])
      case .link(let id): return t("origin.link", ["company": world.links.links[id]?.answer?.company ?? ""])
      case .ouranos: return t("origin.ouranos")
      default: return t("origin.supply")
      }
    case .own: return t("origin.own")
    case nil: return t("origin.missing")
    }
  }

  func originTag(of part: Identifier) -> Markup {
    .tag(originText(of: part), origin(of: part) == nil ? .bad : .plain)
  }

  /// How a part's footprint stands, in a word.
  func stateTag(_ part: Part) -> Markup {
    if let totals = space.totals[part.traceID] {
      return totals.missing.isEmpty
        ? .tag(t("state.known"), .ok) : .tag(t("state.missing", ["n": String(totals.missing.count)]), .wait)
    }
    if origin(of: part.traceID) != nil { return originTag(of: part.traceID) }
    if let trade = space.trade(downstream: part.traceID), space.isLive(trade) {
      return .tag(t("state.asked"), .wait)
    }
    return .tag(t("state.unknown"), .bad)
  }
}
