import ArgumentParser
import Strategy

/// `denchi strategy intensities`
struct IntensitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intensities",
    abstract:
      "Minerals in a kWh of pack: published intensities beside what the supply graph says of the same chemistry.",
    discussion: """
      Published intensities are contents of a good pack. The supply graph counts what is taken in the whole chain, \
      losses of cathode and cell making included, for packs of another design. So the two differ; both are shown.
      """)

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func run() throws {
    let scenario = try options.read()
    let rows = scenario.intensityComparison()
    if json {
      let items = rows.map { row in
        JSON.object([
          ("chemistry", .string(row.chemistry)), ("mineral", .string(row.mineral)),
          ("unit", .string("kg/kWh")),
          ("published", .number(row.published)), ("source", .text(row.source)),
          ("supply_graph", row.graph.map { .number($0) } ?? .null), ("product", .text(row.product)),
        ])
      }
      try Terminal.output.write(JSON.object([("intensities", .array(items))]).encoded() + "\n")
      return
    }
    var table = TerminalTable([
      .init(title: "Chemistry"), .init(title: "Mineral"), .init(title: "Published", alignment: .right),
      .init(title: "Supply graph", alignment: .right), .init(title: "Ratio", alignment: .right),
    ])
    for row in rows where row.graph != nil {
      let graph = row.graph ?? 0
      table.add([
        row.chemistry, row.mineral, NumberText.short(row.published, digits: 3),
        NumberText.short(graph, digits: 3),
        row.published > 0 ? NumberText.short(graph / row.published, digits: 3) : "–",
      ])
    }
    var text = table.text(for: .output) + "\nkg/kWh. Published: content of a good pack"
    text += " (\(rows.first?.source ?? "no source")).\n"
    text += "Supply graph: what the whole chain takes, losses included, of a pack of another design"
    text += scenario.model.chainFolder.map { " (\($0)).\n" } ?? ".\n"
    for note in scenario.notes { text += note.en + "\n" }
    try Terminal.output.write(text)
  }
}
