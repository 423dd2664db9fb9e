import ArgumentParser
import Strategy

/// `denchi strategy survey`
struct SurveyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey",
    abstract: "The yearly survey that an association makes of its members: template, check, sums, ledger.",
    subcommands: [Template.self, Check.self, Sums.self, LedgerRows.self])

  fileprivate static func read(_ paths: [String]) throws -> Survey {
    do {
      return try Survey.read(paths)
    } catch {
      throw Failure(error)
    }
  }

  /// `denchi strategy survey template`
  struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "template", abstract: "Prints the CSV file that a company fills in: a row for each plant.")

    @Flag(help: "Says in English and Japanese what goes into each column, instead.")
    var explain = false

    func run() throws {
      let terminal = Terminal.output
      guard explain else { return try terminal.write(Survey.template) }
      var text = ""
      for column in Survey.columns {
        text += terminal.styled(column.name, .bold) + (column.isRequired ? "" : " (may be left out)") + "\n"
        text += "  \(column.explanation.en)\n  \(column.explanation.ja)\n"
      }
      text += "Figures that are not known are left empty. The file is UTF-8; its name does not matter.\n"
      try terminal.write(text)
    }
  }

  /// `denchi strategy survey check`
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Checks filled-in files, each problem as file:line.")

    @Argument(help: "Files, or folders of which every .csv file is read.")
    var files: [String]

    func run() throws {
      let survey = try SurveyCommand.read(files)
      let plants = Set(survey.entries.map { $0.companyID + "\u{0}" + $0.plant }).count
      try Terminal.output.write(
        "\(NumberText.count(survey.files.count, "file")), \(NumberText.count(survey.companyCount, "company", plural: "companies")), "
          + "\(NumberText.count(plants, "plant")): no problem.\n")
    }
  }

  /// `denchi strategy survey sum`
  struct Sums: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sum",
      abstract: "The association's view: sums that at least three companies contribute to.",
      discussion: """
        A sum is withheld where fewer than three companies contribute to it, or where it would tell, with the others \
        and any differences of them, what one or two companies answered. Of each company the last answer counts.
        """)

    @Argument(help: "Files, or folders of which every .csv file is read.")
    var files: [String]

    @Option(
      help: ArgumentHelp(
        "Answers to an earlier survey whose sums were shown; may be given more than once, the oldest first.",
        valueName: "folder"))
    var published: [String] = []

    @Option(
      help: ArgumentHelp(
        "Withholds sums of which one company has more than this part, such as 0.75. Without it there is no such rule.",
        valueName: "share"))
    var dominance: Double?

    @Flag(help: "JSON, with every number in full.")
    var json = false

    @Flag(help: "CSV: a row a sum.")
    var csv = false

    func run() throws {
      if let dominance, !(dominance > 0 && dominance <= 1) {
        throw Failure.usage("--dominance takes a share above 0 and up to 1, not \(dominance).")
      }
      let survey = try SurveyCommand.read(files)
      let earlier = try published.map { try SurveyCommand.read([$0]) }
      let report = SurveyReport(SurveySums(survey, published: earlier, dominance: dominance), dominance)
      let terminal = Terminal.output
      try terminal.write(json ? report.json.encoded() + "\n" : csv ? report.csv : report.text(terminal))
    }
  }

  /// `denchi strategy survey ledger`
  struct LedgerRows: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ledger",
      abstract: "Turns answers into a ledger of plants (plants.csv of a scenario): every plant by name.",
      discussion: "For the association's or one company's own use: nothing is withheld here.")

    @Argument(help: "Files, or folders of which every .csv file is read.")
    var files: [String]

    func run() throws { try Terminal.output.write(try SurveyCommand.read(files).ledger) }
  }
}

/// What `denchi strategy survey sum` shows.
struct SurveyReport {
  let sums: SurveySums
  let dominance: Double?

  init(_ sums: SurveySums, _ dominance: Double?) {
    self.sums = sums
    self.dominance = dominance
  }

  var json: JSON {
    .object([
      ("companies", .integer(sums.companies)), ("plants", .integer(sums.plants)),
      ("minimum_companies", .integer(3)),
      ("dominance", dominance.map { .number($0) } ?? .null),
      (
        "sums",
        .array(
          sums.sums.map { sum in
            .object([
              ("view", .string(sum.view.names.view)), ("group", .string(sum.view.names.group)),
              ("measure", .string(sum.measure.rawValue)), ("unit", .string(sum.measure.unit)),
              ("value", sum.value.map { .number($0) } ?? .null),
              ("companies", sum.companies.map { .integer($0) } ?? .null),
              ("withheld", .text(sum.reason?.rawValue)),
            ])
          })
      ),
    ])
  }

  var csv: String {
    CSVText.of(
      [["view", "group", "measure", "unit", "value", "companies", "withheld"]]
        + sums.sums.map { sum in
          [
            sum.view.names.view, sum.view.names.group, sum.measure.rawValue, sum.measure.unit,
            sum.value?.description ?? "", sum.companies.map(String.init) ?? "", sum.reason?.rawValue ?? "",
          ]
        })
  }

  func text(_ terminal: Terminal) -> String {
    var views: [SurveySums.View] = []
    for sum in sums.sums where !views.contains(sum.view) { views.append(sum.view) }
    let measures = SurveySums.Measure.allCases
    var table = TerminalTable(
      [.init(title: "Plants", isFlexible: true, minimum: 30)]
        + measures.map { .init(title: $0.rawValue, alignment: .right) } + [
          .init(title: "Companies", alignment: .right)
        ])
    table.add([""] + measures.map(\.unit) + [""])
    for view in views {
      let cells = measures.map { measure -> String in
        guard let sum = sums[view, measure] else { return "–" }
        return sum.value.map { NumberText.short($0, digits: 5) } ?? "x"
      }
      let companies = measures.compactMap { sums[view, $0]?.companies }
      let range =
        companies.min().flatMap { low in companies.max().map { low == $0 ? "\(low)" : "\(low) to \($0)" } }
        ?? ""
      let name = view.names.group.split(separator: "_").joined(separator: " ")
      table.add([view.names.view == "year" ? "in " + name : name] + cells + [range])
    }
    let header =
      "\(NumberText.count(sums.companies, "company", plural: "companies")), \(NumberText.count(sums.plants, "plant"))"
    var text = terminal.styled(header, .bold) + "\n\n" + table.text(for: terminal)
    text +=
      "\nx: withheld, because fewer than three companies contribute, or because it would tell with other sums\n"
    text += "what one or two companies answered. –: nobody contributes. Why each is withheld: --json.\n"
    if let dominance {
      text += "Also withheld where one company has more than \(NumberText.percent(dominance)).\n"
    } else {
      text += "No rule on how much of a sum one company may have (--dominance sets one).\n"
    }
    return text
  }
}
