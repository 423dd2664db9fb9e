import ArgumentParser
import Strategy

/// `denchi strategy assumptions`
struct AssumptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assumptions",
    abstract:
      "Lists every number that goes into a scenario: unit, distribution, source, and the line it stands on.")

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "Only those that nobody published.")
  var unpublished = false

  @Flag(help: "Only those with a distribution.")
  var uncertain = false

  @Option(help: ArgumentHelp("Only those whose id begins so.", valueName: "id"))
  var of: String?

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func run() throws {
    let scenario = try options.read()
    let shown = scenario.assumptions.filter {
      (!unpublished || !$0.isPublished) && (!uncertain || $0.distribution != nil)
        && (of.map($0.id.hasPrefix) ?? true)
    }
    if json {
      let items = shown.map { assumption in
        JSON.object([
          ("id", .string(assumption.id)), ("value", .number(assumption.value)),
          ("unit", .string(assumption.unit)),
          ("published", .bool(assumption.isPublished)), ("source", .text(assumption.source)),
          ("distribution", .text(assumption.distribution?.describe)),
          ("file", .string(assumption.place.file)),
          ("line", .integer(assumption.place.line)),
        ])
      }
      try Terminal.output.write(JSON.object([("assumptions", .array(items))]).encoded() + "\n")
      return
    }
    var table = TerminalTable([
      .init(title: "Assumption", isFlexible: true, minimum: 24), .init(title: "Value", alignment: .right),
      .init(title: "Unit", isFlexible: true, minimum: 8),
      .init(title: "Source", isFlexible: true, minimum: 20),
      .init(title: "Written in", isFlexible: true, minimum: 10, isOptional: true),
    ])
    for assumption in shown {
      table.add([
        assumption.id, NumberText.short(assumption.value, digits: 4), assumption.unit,
        assumption.source ?? "no source", assumption.place.description,
      ])
    }
    let published = shown.count { $0.isPublished }
    try Terminal.output.write(
      table.text(for: .output)
        + "\n\(shown.count) assumptions, \(shown.count - published) of them without a published source.\n")
  }
}
