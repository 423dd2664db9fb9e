import ArgumentParser
import Inventory
import Strategy

/// `denchi strategy build`
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract:
      "Finds the least-cost build-out that meets the targets, what each limit costs, or which limits conflict."
  )

  /// What cost is weighed against.
  enum Curve: String, ExpressibleByArgument, CaseIterable { case emissions, concentration }

  @OptionGroup var options: ScenarioOptions

  @Option(
    help: ArgumentHelp(
      "Also the curve of cost against emissions or concentration of supply.", valueName: "measure"))
  var curve: Curve?

  @Option(help: ArgumentHelp("Points of the curve.", valueName: "n"))
  var points = 9

  @Option(
    help: ArgumentHelp(
      "Support of another country, switched on for what is built (denchi strategy supports); may be given more than once.",
      valueName: "id"))
  var support: [String] = []

  @Flag(help: "What investors and buyers see is least: public support is not their cost.")
  var investors = false

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func validate() throws {
    guard (2...200).contains(points) else { throw ValidationError("--points takes a number from 2 to 200.") }
  }

  func run() throws {
    let scenario = try options.read()
    do {
      let asked = try supported(try scenario.buildOut(), scenario)
      if let conflict = try asked.conflict() {
        let report = ConflictReport(buildOut: asked, conflict: conflict)
        if json { try Terminal.output.write(report.json.encoded() + "\n") } else { try report.print() }
        throw ExitCode(65)
      }
      let free = try supported(try scenario.buildOut(targets: false), scenario).plan()
      let plan = try asked.plan()
      if curve == .emissions, !scenario.notes.isEmpty { throw Failure.data(scenario.notes.map(\.en)) }
      let tradeOff = try curve.map {
        try asked.tradeOff(against: $0 == .emissions ? .emissions : .concentration, points: points)
      }
      let report = BuildReport(scenario: scenario, buildOut: asked, plan: plan, free: free, curve: tradeOff)
      if json { try Terminal.output.write(report.json.encoded() + "\n") } else { try report.print() }
    } catch let problems as ScenarioProblems {
      throw Failure(problems)
    } catch let problems as BuildOutProblems {
      throw Failure.data(problems.reasons)
    } catch let problem as LinearProgrammeProblem {
      throw Failure.data(["the build-out has no solution: \(problem)"])
    }
  }
}

extension BuildCommand {
  /// The build-out with the support that was asked for.
  private func supported(_ buildOut: BuildOut, _ scenario: Scenario) throws -> BuildOut {
    var changed = buildOut
    if investors { changed.costs = .investors }
    for id in support {
      guard let found = scenario.model.supports.first(where: { $0.id == id }) else {
        let near =
          nearestWord(to: id, in: scenario.model.supports.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
        throw Failure.usage("there is no support '\(id)'\(near). `denchi strategy supports` lists them.")
      }
      changed = try scenario.supported(changed, by: found)
    }
    return changed
  }
}

extension BuildOut.Plan {
  /// The binding limits whose price says something to a reader: dearest first.
  var tellingPrices: [BuildOut.ShadowPrice] {
    let technical: Set<BuildOutLimit.Kind> = [.demand, .existingOutput]
    return bindingPrices.filter { !technical.contains($0.limit.kind) }
      .sorted { abs($0.price) > abs($1.price) }
  }
}

/// What `denchi strategy build` shows.
struct BuildReport {
  let scenario: Scenario
  let buildOut: BuildOut
  let plan: BuildOut.Plan
  /// The plan without targets.
  let free: BuildOut.Plan
  let curve: TradeOff?

  private var prices: [BuildOut.ShadowPrice] { plan.tellingPrices }

  var json: JSON {
    func numbers(_ values: [Double]) -> JSON { .array(values.map { .number($0) }) }
    return .object(
      leavingOut: [
        ("scenario", .string(scenario.name.en)),
        ("years", .array(plan.years.map { .integer($0) })),
        (
          "targets",
          .array(
            buildOut.targets.map {
              .object([("id", .string($0.name)), ("year", .integer($0.year)), ("value", .number($0.value))])
            })
        ),
        (
          "additions",
          .object(buildOut.options.indices.map { (buildOut.options[$0].name, numbers(plan.additions[$0])) })
        ),
        ("nameplate", numbers(plan.nameplate)), ("output", numbers(plan.output)),
        ("imports", numbers(plan.imports)),
        ("people", numbers(plan.people)), ("emissions_t", numbers(plan.emissions)),
        ("minerals_t", .object(plan.minerals.sorted { $0.key < $1.key }.map { ($0.key, numbers($0.value)) })),
        (
          "costs_billion_JPY",
          .object([
            ("capital", numbers(plan.costs.map(\.capital))),
            ("operating", numbers(plan.costs.map(\.operating))),
            ("imports", numbers(plan.costs.map(\.imports))),
            ("public", numbers(plan.costs.map(\.publicPart))),
          ])
        ),
        ("salvage_billion_JPY", .number(plan.salvage)), ("objective_billion_JPY", .number(plan.objective)),
        ("objective_without_targets_billion_JPY", .number(free.objective)),
        (
          "shadow_prices",
          .array(
            prices.map { price in
              .object([
                ("limit", .string(price.limit.kind.rawValue)), ("name", .string(price.limit.name)),
                ("year", price.limit.year.map { .integer($0) } ?? .null),
                ("value", .number(price.limit.limit)),
                ("price_billion_JPY", .number(price.price)), ("per", .string(price.limit.unit)),
                ("sentence", .string(price.sentence(.english, firstYear: plan.years[0]))),
                ("sentence_ja", .string(price.sentence(.japanese, firstYear: plan.years[0]))),
              ])
            })
        ),
        (
          "curve",
          curve.map { curve in
            .array(
              curve.points.map {
                .object([
                  ("cost_billion_JPY", .number($0.cost)), ("measure", .number($0.measure)),
                  ("price_billion_JPY_per_unit", .number($0.price)),
                ])
              })
          }
        ),
        (
          "check",
          .object([
            ("primal", .number(plan.check.primal)), ("dual", .number(plan.check.dual)),
            ("gap", .number(plan.check.gap)),
          ])
        ),
      ])
  }

  func print() throws {
    let terminal = Terminal.output
    func short(_ value: Double) -> String { NumberText.short(value, digits: 3) }
    var text = terminal.styled("Least-cost build-out, \(scenario.name.en)", .bold) + "\n"
    for target in buildOut.targets {
      text += "Asked for: \(target.name), \(short(target.value)) GWh/yr in \(target.year).\n"
    }
    text += "\n"
    let shown = plan.years.indices.filter { i in
      i == 0 || plan.years[i] == buildOut.targets.first?.year || plan.additions.contains { $0[i] > 1e-6 }
        || plan.years[i] % 10 == 0
    }
    var table = TerminalTable(
      [.init(title: "Year")]
        + buildOut.options.map { .init(title: $0.name, alignment: .right) }
        + ["Nameplate", "Output", "Imports", "Invested"].map { .init(title: $0, alignment: .right) })
    for i in shown {
      table.add(
        [String(plan.years[i])] + plan.additions.map { $0[i] > 1e-6 ? "+" + short($0[i]) : "" }
          + [
            short(plan.nameplate[i]), short(plan.output[i]), short(plan.imports[i]),
            short(plan.costs[i].capital),
          ])
    }
    text += table.text(for: terminal)
    text += "GWh/yr decided in a year, GWh, billion JPY.\n\n"
    text +=
      "Cost to \(plan.years.last ?? 0), discounted to \(plan.years[0]): \(short(plan.objective)) billion JPY"
    text +=
      " (\(short(plan.objective - free.objective)) more than without targets), salvage of \(short(plan.salvage)) taken off.\n"
    let support = plan.costs.reduce(0) { $0 + $1.publicPart }
    if support > 0 { text += "Of it publicly paid, not discounted: \(short(support)) billion JPY.\n" }
    if !prices.isEmpty {
      text += "\nWhat limits cost\n"
      for price in prices.prefix(12) {
        text += "  " + price.sentence(.english, firstYear: plan.years[0]) + "\n"
      }
    }
    if let curve {
      let unit = curve.measure == .emissions ? "Mt CO2e" : "kt x HHI"
      let scale = curve.measure == .emissions ? 1e-6 : 1e-3
      var table = TerminalTable([
        .init(title: "Cost (billion JPY)", alignment: .right), .init(title: unit, alignment: .right),
        .init(title: "One \(unit) less costs (billion JPY)", alignment: .right),
      ])
      for point in curve.points {
        table.add([short(point.cost), short(point.measure * scale), short(point.price / scale)])
      }
      text += "\nCost against \(curve.measure == .emissions ? "emissions" : "concentration of supply")\n"
      text += table.text(for: terminal)
      if curve.points.count == 1 {
        text += "One point: the cheapest plan has the least of it too, so there is nothing to trade.\n"
      }
    }
    try terminal.write(text)
  }
}

/// Why a build-out is not possible.
struct ConflictReport {
  let buildOut: BuildOut
  let conflict: BuildOut.Conflict

  private func words(_ member: BuildOut.Conflict.Member) -> String {
    let limit = member.limit
    let year = limit.year.map { " in \($0)" } ?? ""
    let name = limit.name.isEmpty ? "" : " '\(limit.name)'"
    let what =
      "\(limit.kindName(.english))\(name)\(year): \(NumberText.short(limit.limit, digits: 4)) \(limit.unit)"
    guard let relaxation = member.leastRelaxation else { return what + "; loosening it alone is not enough" }
    return what
      + "; enough if it is \(NumberText.short(relaxation, digits: 3)) \(limit.unit) \(limit.isAtLeast ? "less" : "more")"
  }

  var json: JSON {
    .object([
      ("feasible", .bool(false)),
      (
        "conflict",
        .array(
          conflict.members.map { member in
            .object([
              ("limit", .string(member.limit.kind.rawValue)), ("name", .string(member.limit.name)),
              ("year", member.limit.year.map { .integer($0) } ?? .null),
              ("value", .number(member.limit.limit)),
              ("unit", .string(member.limit.unit)),
              ("least_relaxation", member.leastRelaxation.map { .number($0) } ?? .null),
            ])
          })
      ),
      (
        "sooner",
        .array(
          conflict.leadTimes.map {
            .object([
              ("option", .string($0.option)), ("lead_time", .integer($0.leadTime)),
              ("needed_lead_time", .integer($0.neededLeadTime)),
            ])
          })
      ),
    ])
  }

  func print() throws {
    var text =
      "The targets cannot be met. These limits conflict; without any one of them the others can hold (there may be other conflicts beside):\n"
    for member in conflict.members { text += "  " + words(member) + "\n" }
    for sooner in conflict.leadTimes {
      text +=
        "  or '\(sooner.option)' takes \(sooner.neededLeadTime) years instead of \(sooner.leadTime) from decision to start\n"
    }
    for (option, year) in conflict.tooLate.sorted(by: { $0.key < $1.key }) {
      text += "  '\(option)' cannot run before \(year)\n"
    }
    try Terminal.output.write(text)
  }
}
