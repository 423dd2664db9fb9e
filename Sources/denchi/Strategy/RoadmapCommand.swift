import ArgumentParser
import Inventory
import Strategy

/// `denchi strategy roadmap`
struct RoadmapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roadmap",
    abstract:
      "Shows the strategy's roadmap: items, owners, dates, state today, and what slips when one slips.",
    discussion: """
      An item ends no earlier than those it waits for, plus its own duration where a page prints beginning and end. \
      Items without a printed end move by an unknown part of the slip, up to all of it.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(
    help: ArgumentHelp(
      "An item and the years that it slips; may be given more than once.", valueName: "ITEM=YEARS"))
  var slip: [String] = []

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func run() throws {
    let scenario = try options.read()
    let roadmap = scenario.model.roadmap
    let slips = try slips(roadmap)
    let report: RoadmapReport
    do {
      report = RoadmapReport(
        scenario: scenario, roadmap: roadmap, network: try roadmap.network,
        slip: slips.isEmpty ? nil : try roadmap.slip(slips), slips: slips)
    } catch {
      throw Failure.data(["\(error)"])
    }
    let terminal = Terminal.output
    try terminal.write(json ? report.json.encoded() + "\n" : report.text(terminal))
  }

  private func slips(_ roadmap: Roadmap) throws -> [String: Double] {
    var slips: [String: Double] = [:]
    for text in slip {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let years = Double(parts[1]), (0...30).contains(years) else {
        throw Failure.usage(
          "--slip takes an item and years from 0 to 30, such as capacity_150=2, not '\(text)'.")
      }
      guard let item = roadmap[parts[0]] else {
        let near = nearestWord(to: parts[0], in: roadmap.items.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
        throw Failure.usage("the roadmap has no item '\(parts[0])'\(near)")
      }
      guard item.state != .done else {
        throw Failure.usage(
          "'\(item.id)' is done since \(item.stateDate?.description ?? "some time"): it cannot slip.")
      }
      slips[item.id] = years
    }
    return slips
  }

}

/// What `denchi strategy roadmap` shows.
struct RoadmapReport {
  let scenario: Scenario
  let roadmap: Roadmap
  let network: ProjectNetwork
  let slip: Roadmap.Slip?
  let slips: [String: Double]

  var json: JSON {
    .object(leavingOut: [
      ("scenario", .string(scenario.name.en)),
      (
        "lanes",
        .array(
          roadmap.lanes.map {
            .object([
              ("id", .string($0.id)), ("page", .integer($0.page)), ("name", .string($0.name.en)),
              ("name_ja", .string($0.name.ja)),
            ])
          })
      ),
      ("items", .array(roadmap.items.map(json))),
      ("slip", slip.map(json)),
    ])
  }

  private func json(_ item: Roadmap.Item) -> JSON {
    let slack = network.slack(of: item.id)
    return .object([
      ("id", .string(item.id)), ("lane", .string(item.lane)), ("name", .string(item.name.en)),
      ("name_ja", .string(item.name.ja)), ("start", .text(item.start?.description)),
      ("end", .text(item.end?.description)), ("owners", .array(item.owners.map { .string($0) })),
      (
        "depends_on",
        .array(
          item.dependencies.map {
            .object([
              ("id", .string($0.id)), ("stated_by_strategy", .bool($0.isStated)),
              ("lead_years", $0.leadYears.map { .number($0) } ?? .null),
              ("passage", .text($0.passage)),
            ])
          })
      ),
      ("state", .string(item.state.rawValue)), ("state_date", .text(item.stateDate?.description)),
      ("state_source", .text(item.stateSource)), ("state_confidence", .text(item.stateConfidence)),
      ("note", .text(item.note)), ("slack_years", slack.map { .number($0.years) } ?? .null),
      ("slack_before", .text(slack?.before)),
      ("critical_chain", .array(network.chain(to: item.id).map { .string($0) })),
      ("targets", .array(item.targets.map { .string($0) })),
    ])
  }

  private func json(_ slip: Roadmap.Slip) -> JSON {
    .object([
      ("given", .object(slips.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
      (
        "shifts",
        .array(
          slip.shifts.map {
            .object([
              ("id", .string($0.id)), ("at_least_years", .number($0.atLeast)),
              ("at_most_years", .number($0.atMost)),
              ("not_before", $0.notBefore.map { .number($0) } ?? .null), ("via", .text($0.via)),
              ("stated_by_strategy", .bool($0.isStated)),
            ])
          })
      ),
      ("chain", .array(slip.chain.map { .string($0) })),
      (
        "targets",
        .array(
          slip.targets.map {
            .object([
              ("id", .string($0.id)), ("at_least_years", .number($0.atLeast)),
              ("at_most_years", .number($0.atMost)),
            ])
          })
      ),
    ])
  }

  func text(_ terminal: Terminal) -> String {
    if let slip { return text(slip, terminal) }
    var text = ""
    for lane in roadmap.lanes {
      text += terminal.styled("\(lane.name.en) (\(lane.name.ja), page \(lane.page))", .bold) + "\n"
      var table = TerminalTable([
        .init(title: "Item", isFlexible: true, minimum: 16), .init(title: "Begins"), .init(title: "Ends"),
        .init(title: "State"), .init(title: "Since", isOptional: true),
        .init(title: "Slack", alignment: .right),
        .init(title: "Owners", isFlexible: true, minimum: 8, isOptional: true),
      ])
      for item in roadmap.items where item.lane == lane.id {
        table.add([
          item.id, item.start?.description ?? "–", item.end?.description ?? "–", words(item.state),
          item.stateDate?.description ?? "–",
          network.slack(of: item.id).map { NumberText.short($0.years, digits: 2) } ?? "–",
          item.owners.joined(separator: ", "),
        ])
      }
      text += table.text(for: terminal) + "\n"
    }
    text +=
      "Slack: years that an item can slip before another printed date has to move; – where no dates tell.\n"
    text += "Names, sources, what waits for what: --json. What slips with an item: --slip ITEM=YEARS.\n"
    return text
  }

  private func text(_ slip: Roadmap.Slip, _ terminal: Terminal) -> String {
    let given = slips.sorted { $0.key < $1.key }.map {
      "\($0.key) by \(NumberText.plain($0.value)) \($0.value == 1 ? "year" : "years")"
    }
    var text = terminal.styled("What slips with \(given.joined(separator: ", "))", .bold) + "\n\n"
    var table = TerminalTable([
      .init(title: "Item", isFlexible: true, minimum: 20), .init(title: "Ends"),
      .init(title: "At least", alignment: .right), .init(title: "At most", alignment: .right),
      .init(title: "Because of", isFlexible: true, minimum: 12), .init(title: "Says so"),
    ])
    for shift in slip.shifts {
      table.add([
        shift.id, roadmap[shift.id]?.end?.description ?? "–", NumberText.short(shift.atLeast, digits: 3),
        NumberText.short(shift.atMost, digits: 3), shift.via ?? "itself",
        shift.via == nil ? "" : shift.isStated ? "strategy" : "our reading",
      ])
    }
    text += table.text(for: terminal)
    text += "\nLongest way: \(slip.chain.joined(separator: " -> "))\n"
    text += "Targets that may be late (years at least, at most):\n"
    for target in slip.targets {
      text +=
        "  \(target.id): \(NumberText.short(target.atLeast, digits: 3)), \(NumberText.short(target.atMost, digits: 3))\n"
    }
    if slip.targets.isEmpty { text += "  none\n" }
    text += "At least 0: the item has no printed end, or its slack takes up the slip.\n"
    return text
  }

  private func words(_ state: Roadmap.State) -> String { state == .underWay ? "under way" : state.rawValue }
}
