import ArgumentParser
import Foundation
import Strategy

/// `denchi strategy uncertainty`
struct UncertaintyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uncertainty",
    abstract:
      "Samples every uncertain assumption: how likely each target is met, and which assumption decides.")

  @OptionGroup var options: ScenarioOptions

  @Option(help: ArgumentHelp("How many samples are taken.", valueName: "n"))
  var samples = 10_000

  @Option(help: ArgumentHelp("The seed of the draws.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("How points are chosen: lhs (Latin hypercube), sobol or random.", valueName: "design"))
  var design = ScenarioSamples.Design.latinHypercube

  @Option(help: ArgumentHelp("Base points for Sobol indices, best a power of 2; 0 for none.", valueName: "n"))
  var indices = 256

  @Option(
    help: ArgumentHelp("Series whose spread is shown by year; may be given more than once.", valueName: "id"))
  var series: [String] = []

  @Option(help: ArgumentHelp("How many threads compute; the result does not depend on it.", valueName: "n"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "JSON, with every number in full.")
  var json = false

  func validate() throws {
    guard samples >= 1, samples <= 10_000_000 else {
      throw ValidationError("--samples takes a number from 1 to 10,000,000.")
    }
    guard indices == 0 || (2...1 << 20).contains(indices) else {
      throw ValidationError("--indices takes 0, or a number from 2 to 1,048,576.")
    }
    guard threads >= 1 else { throw ValidationError("--threads takes a number from 1.") }
  }

  func run() throws {
    let scenario = try options.read()
    let chosen = try SeriesChoice(series).indices(in: Outcome(scenario))
    let ids = series.isEmpty ? [] : chosen.map { scenario.model.series[$0].id }
    let bytes = 8 * Double(samples) * Double(40 + ids.count * scenario.years.count)
    guard bytes <= 2e9 else {
      throw Failure.usage(
        "\(samples) samples of \(ids.count) series would take \(NumberText.short(bytes / 1e9, digits: 2)) GB of memory, and 2 GB are allowed: take fewer."
      )
    }
    do {
      let bar = Progress("Sampling", total: samples)
      let taken = try scenario.sample(samples, seed: seed, design: design, series: ids, threads: threads) {
        bar.update($0)
      }
      bar.finish()
      var influences: [(target: Target, output: SobolIndices.Output)] = []
      if indices > 0 {
        let bar = Progress("Indices", total: indices)
        influences = try scenario.sensitivity(indices, seed: seed, threads: threads) { bar.update($0) }
        bar.finish()
      }
      let report = UncertaintyReport(
        scenario: scenario, samples: taken, influences: influences, points: indices)
      if json {
        try Terminal.output.write(report.json.encoded() + "\n")
      } else {
        try report.print()
      }
    } catch let problem as UncertaintyProblem {
      throw Failure.data([problem.message])
    }
  }
}

extension ScenarioSamples.Design: ExpressibleByArgument {}

/// What `denchi strategy uncertainty` shows.
struct UncertaintyReport {
  let scenario: Scenario
  let samples: ScenarioSamples
  let influences: [(target: Target, output: SobolIndices.Output)]
  /// Base points of the indices.
  let points: Int

  var json: JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return .object([
      ("scenario", .string(scenario.name.en)), ("samples", .integer(samples.count)),
      ("seed", .unsigned(samples.seed)), ("design", .string(samples.design.rawValue)),
      ("index_points", .integer(points)),
      (
        "uncertain",
        .array(
          samples.uncertain.map {
            .object([
              ("id", .string($0.id)), ("value", .number($0.value)), ("unit", .string($0.unit)),
              ("distribution", .text($0.distribution?.describe)), ("source", .text($0.source)),
            ])
          })
      ),
      ("years", .array(scenario.years.map { .integer($0) })),
      (
        "targets",
        .array(
          samples.targets.map { spread in
            .object([
              ("id", .string(spread.target.id)), ("year", .integer(spread.target.year)),
              ("unit", .string(spread.target.unit)), ("target", .number(spread.target.value)),
              ("probability", number(spread.probability)), ("p5", number(spread.percentiles?.low)),
              ("median", number(spread.percentiles?.median)), ("p95", number(spread.percentiles?.high)),
              ("indices", indices(of: spread.target)),
            ])
          })
      ),
      (
        "series",
        .object(
          samples.series.map { spread in
            (
              spread.series.id,
              .object([
                ("unit", .string(spread.series.unit)), ("p5", .array(spread.low.map(number))),
                ("median", .array(spread.median.map(number))), ("p95", .array(spread.high.map(number))),
              ])
            )
          })
      ),
    ])
  }

  private func indices(of target: Target) -> JSON {
    guard let output = influences.first(where: { $0.target.id == target.id })?.output else { return .null }
    guard let found = output.indices else { return .object([("reason", .text(output.reason))]) }
    return .array(
      samples.uncertain.indices.map { i in
        .object([
          ("assumption", .string(samples.uncertain[i].id)), ("first_order", .number(found.firstOrder[i])),
          ("first_order_confidence", .number(found.firstOrderConfidence[i])),
          ("total", .number(found.total[i])),
          ("total_confidence", .number(found.totalConfidence[i])),
        ])
      })
  }

  func print() throws {
    let terminal = Terminal.output
    var text = terminal.styled(scenario.name.en, .bold) + "\n"
    text +=
      "\(NumberText.plain(Double(samples.count))) samples (\(samples.design.rawValue), seed \(samples.seed)) of "
      + "\(samples.uncertain.count) uncertain assumptions, taken as independent.\n\n"
    var table = TerminalTable([
      .init(title: "Target", isFlexible: true, minimum: 20), .init(title: "Year"),
      .init(title: "Target", alignment: .right), .init(title: "5 %", alignment: .right),
      .init(title: "Median", alignment: .right), .init(title: "95 %", alignment: .right),
      .init(title: "Unit", isFlexible: true, minimum: 6), .init(title: "Met in", alignment: .right),
    ])
    func short(_ value: Double?) -> String { value.map { NumberText.short($0, digits: 3) } ?? "–" }
    for spread in samples.targets {
      table.add([
        spread.target.id, String(spread.target.year), short(spread.target.value),
        short(spread.percentiles?.low),
        short(spread.percentiles?.median), short(spread.percentiles?.high), spread.target.unit,
        spread.probability.map { $0 == 0 ? "none" : $0 == 1 ? "all" : NumberText.percent($0) } ?? "–",
      ])
    }
    text += table.text(for: terminal)
    if !influences.isEmpty {
      text +=
        "\nWhat decides (total Sobol index: share of the variance with every interaction; \(points) base points)\n"
      for (target, output) in influences {
        guard let found = output.indices else {
          continue
        }
        let order = found.total.indices.sorted { found.total[$0] > found.total[$1] }.prefix(3)
          .filter { found.total[$0] >= 0.01 }
        let parts = order.map { i in
          "\(samples.uncertain[i].id) \(NumberText.short(found.total[i], digits: 2))"
        }
        text += "  \(target.id): \(parts.joined(separator: ", "))\n"
      }
      let constant = influences.filter { $0.output.indices == nil }.map(\.target.id)
      if !constant.isEmpty { text += "  nothing uncertain acts on \(constant.joined(separator: ", "))\n" }
    }
    for spread in samples.series {
      text += "\n\(spread.series.id) (\(spread.series.unit)): 5 % – median – 95 %\n"
      for (i, year) in scenario.years.enumerated() where year % 5 == 0 {
        text += "  \(year)  \(short(spread.low[i])) – \(short(spread.median[i])) – \(short(spread.high[i]))\n"
      }
    }
    try terminal.write(text)
  }
}
