import ArgumentParser
import Strategy

/// `denchi strategy mix`
struct MixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix",
    abstract:
      "Which mixes of chemistries agree with the strategy's mineral figures, as far as these were rounded.",
    discussion: """
      Five rounded figures do not fix the shares of eleven chemistries: shown is what they do bound. \
      Purchases may exceed contents by one common factor. Lithium may be meant as metal, as Li2CO3 or as LiOH·H2O: \
      the strategy does not say.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: ArgumentHelp("Purchases over contents, held at this value.", valueName: "x"))
  var factor: Double?

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func validate() throws {
    if let factor, !(factor > 0 && factor.isFinite) {
      throw ValidationError("--factor takes a number above 0.")
    }
  }

  func run() throws {
    let scenario = try options.read()
    do {
      let reports = try scenario.mixRanges(factors: factor.map { $0...$0 } ?? 1 ... .infinity)
      if json {
        try Terminal.output.write(
          JSON.object([("readings", .array(reports.map(Self.json)))]).encoded() + "\n")
      } else {
        try print(reports)
      }
    } catch let problems as BuildOutProblems {
      throw Failure.data(problems.reasons)
    } catch let problem as LinearProgrammeProblem {
      throw Failure.fault("\(problem)")
    }
  }

  private static func json(_ report: Scenario.MixReport) -> JSON {
    .object([
      ("capacity_GWh", .number(report.capacity)), ("lithium", .string(report.reading.rawValue)),
      (
        "figures_kt",
        .object(
          report.figures.map {
            (
              $0.mineral,
              .object([("value", .number($0.kilotonnes)), ("half_width", .number($0.halfWidth))])
            )
          })
      ),
      ("smallest_half_width_kt", .number(report.closest.difference)),
      (
        "factor", report.factors.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null
      ),
      (
        "shares",
        report.shares.map { shares in
          .object(
            report.chemistries.map { name in
              (name, shares[name].map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null)
            })
        } ?? .null
      ),
    ])
  }

  private func print(_ reports: [Scenario.MixReport]) throws {
    func short(_ value: Double) -> String { NumberText.short(value, digits: 3) }
    var text = ""
    for capacity in Set(reports.map(\.capacity)).sorted() {
      let own = reports.filter { $0.capacity == capacity }
      text += Terminal.output.styled("\(short(capacity)) GWh/yr", .bold) + "  "
      text +=
        (own.first?.figures ?? []).map { "\($0.mineral) \(short($0.kilotonnes)) ± \(short($0.halfWidth)) kt" }
        .joined(separator: ", ") + "\n"
      var table = TerminalTable([
        .init(title: "Lithium read as"), .init(title: "Purchases / contents", alignment: .right),
        .init(title: "Smallest ± that admits a mix", alignment: .right),
      ])
      for report in own {
        table.add([
          report.reading.rawValue,
          report.factors.map { "\(NumberText.short($0.lowerBound)) – \(NumberText.short($0.upperBound))" }
            ?? "none",
          "\(short(report.closest.difference)) kt",
        ])
      }
      text += table.text(for: .output)
      for report in own {
        guard let shares = report.shares else { continue }
        let parts = report.chemistries.compactMap { name -> String? in
          guard let range = shares[name], range.upperBound > 1e-6 else { return nil }
          return "\(name) \(short(max(0, range.lowerBound))) – \(short(range.upperBound))"
        }
        text += "  shares, \(report.reading.rawValue): \(parts.joined(separator: ", "))\n"
      }
      text += "\n"
    }
    text +=
      "Chemistries: \((reports.first?.chemistries ?? []).joined(separator: ", ")). The ranges depend on this list (chemistry.mix_range).\n"
    try Terminal.output.write(text)
  }
}
