import SupplyGraph

extension DemoReport {
  /// Short tables for a terminal.
  func text(for terminal: Terminal) -> String {
    let name = DisplayWidth.plain(indicators[main].name.en)
    var text =
      ReportText.title("\(name), \(unit) per unit of product", terminal).dropFirst() + packTable(terminal)
    if !steps.isEmpty {
      text += ReportText.title("\(name) by production step", terminal)
      text += stepTable(terminal)
    }
    let pack = detailPack
    let packName = DisplayWidth.plain(
      pack.title(.en))
    text += ReportText.title("\(packName): largest activities", terminal)
    var table = TerminalTable([
      .init(title: "", isFlexible: true), .init(title: unit, alignment: .right),
      .init(title: "", alignment: .right),
      .init(title: "95 % of samples", isOptional: true),
    ])
    for activity in top.prefix(6) {
      table.add([
        activity.name, NumberText.short(activity.value, digits: 3), NumberText.percent(activity.share),
        NumberText.interval(activity.spread),
      ])
    }
    text += table.text(for: terminal)
    if pairs.count > 1 {
      text += ReportText.title("Share of samples in which the row is below the column", terminal)
      text += pairTable(terminal)
    }
    let cutoffs = indicators.indices.filter { indicators[$0].isCutoff }.map { k in
      (
        indicator: LoadedChain.Indicator(
          index: k, id: indicators[k].id, name: indicators[k].name.en, nameJapanese: "",
          unit: indicators[k].unit),
        value: pack.values[k]
      )
    }
    text += ReportText.notCounted(cutoffs, amount: 1, unit: "\(pack.unit) of \(packName)", terminal)
    text += "\n" + ReportText.solver(method, relativeErrorBound, boundIsProven, terminal)
    if samples > 0 {
      text +=
        "\(NumberText.count(samples, "sample")) of \(NumberText.count(uncertainRows, "uncertain row")), seed \(seed)"
      text += failedSamples > 0 ? "; \(failedSamples) had no solution.\n" : ".\n"
    }
    return String(text)
  }

  private func packTable(_ terminal: Terminal) -> String {
    let hasMix = packs.contains { $0.mix != nil }
    var table = TerminalTable(
      [.init(title: "Product", isFlexible: true)] + (hasMix ? [.init(title: "Made in")] : []) + [
        .init(title: unit, alignment: .right, style: .bold), .init(title: "95 % of samples"),
        .init(title: "", isOptional: true, style: .cyan),
      ])
    let largest = packs.map { abs($0.values[main]) }.max() ?? 0
    for pack in packs {
      let value = pack.values[main]
      let bar =
        largest > 0 && isComparable
        ? Bar.of(value / largest, width: max(8, min(30, terminal.columns / 3))) : ""
      table.add(
        [pack.label.en] + (hasMix ? [pack.mix?.en ?? ""] : [])
          + [short(value, like: pack), NumberText.interval(pack.spread), bar])
    }
    return table.text(for: terminal)
  }

  private func stepTable(_ terminal: Terminal) -> String {
    let mix = detailPack.mix
    var table = TerminalTable(
      [.init(title: mix.map { "Made in \($0.en)" } ?? "", isFlexible: true, minimum: 6)]
        + steps.map { .init(title: PageWords.text($0.rawValue, .en), alignment: .right) })
    for pack in packs where pack.mix == mix {
      table.add([pack.label.en] + (pack.steps ?? []).map { short($0, like: pack) })
    }
    return table.text(for: terminal)
  }

  private func pairTable(_ terminal: Terminal) -> String {
    var table = TerminalTable(
      [.init(title: "", isFlexible: true, minimum: 6)]
        + pairs.map { .init(title: packs[$0].label.en, alignment: .right) })
    for (a, pack) in pairs.enumerated() {
      table.add(
        [packs[pack].label.en]
          + pairs.indices.map { a == $0 ? "–" : NumberText.percentOfSamples(below[a][$0]) })
    }
    return table.text(for: terminal)
  }

  /// Everything but the samples themselves.
  func json(page: String) -> JSON {
    let steps = self.steps.map(\.rawValue)
    func parts(_ keys: [String], _ values: [Double]) -> JSON {
      .object(zip(keys, values).map { ($0, .number($1)) })
    }
    return .object([
      ("chain", .string(chain)), ("activities", .integer(activityCount)),
      ("exchanges", .integer(exchangeCount)),
      ("flows", .integer(flowCount)), ("uncertainRows", .integer(uncertainRows)),
      ("indicator", .string(indicators[main].id)), ("unit", .string(unit)),
      (
        "products",
        .array(
          packs.map { pack in
            .object(
              leavingOut: [
                ("id", .string(pack.id)), ("name", .string(pack.name)), ("label", .string(pack.label.en)),
                ("madeIn", pack.mix.map { .string($0.en) }), ("unit", .string(pack.unit)),
                ("amount", .integer(pack.isTreatment ? -1 : 1)),
                ("values", parts(indicators.map(\.id), pack.values)), ("stages", parts(stages, pack.stages)),
                ("steps", pack.steps.map { parts(steps, $0) }),
                (
                  "uncertainty",
                  pack.spread.map { $0.json([("samples", .integer($0.samples)), ("seed", .unsigned(seed))]) }
                ),
              ])
          })
      ),
      (
        "comparison",
        .object([
          ("products", .array(pairs.map { .string(packs[$0].id) })),
          ("probabilityBelow", .array(below.map { .array($0.map(JSON.number)) })),
        ])
      ),
      (
        "contributionToVariance",
        .array(drivers.map { .object([("row", .string($0.name)), ("share", .number($0.share))]) })
      ),
      ("failedSamples", .integer(failedSamples)),
      (
        "solver",
        solverJSON(method: method, relativeErrorBound: relativeErrorBound, boundIsProven: boundIsProven)
      ),
      ("seconds", .number(seconds)), ("page", .string(page)),
    ])
  }
}
