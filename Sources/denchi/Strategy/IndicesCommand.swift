import ArgumentParser
import Strategy

/// `denchi strategy indices`
struct IndicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "indices",
    abstract: "Sobol indices of a model of one's own: which input decides.",
    discussion: """
      POINTS is a CSV file with a header: the points of `denchi strategy sample --design saltelli` (or of \
      SALib's sampler) in their order, and a column of outputs added to them. Every column that is no output \
      is an input. The indices are those of SALib for the same file.

      EXAMPLE
        denchi strategy indices Examples/uncertainty/points.csv --output price_2030
      """)

  @Argument(help: "The CSV file with points and outputs.")
  var points: String

  @Option(
    help: ArgumentHelp("A column of outputs; may be given more than once.", valueName: "column"))
  var output: [String] = []

  @Option(
    help: ArgumentHelp(
      "Whether the rows for second-order indices are there; the rows tell where it is not given.",
      valueName: "yes|no"))
  var secondOrder: YesNo?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bootstrap resamples for the intervals; 0 for none.", valueName: "n"))
  var resamples = 1000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The probability of the intervals.", valueName: "share"))
  var confidence = 0.95

  @Option(parsing: .unconditional, help: ArgumentHelp("The seed of the resamples.", valueName: "s"))
  var seed: UInt64 = 1

  @Flag(help: "Prints JSON, with numbers in full.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("Give --output, the column that the model has written.")
    }
    guard Set(output).count == output.count else { throw ValidationError("An --output is given twice.") }
    guard resamples == 0 || (2...100_000).contains(resamples) else {
      throw ValidationError("--resamples must be 0 or from 2 to 100,000.")
    }
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence must be between 0 and 1, such as 0.95.")
    }
  }

  func run() throws {
    let read: EvaluatedPoints
    do {
      read = try EvaluatedPoints(
        path: points, outputs: output, hasSecondOrder: secondOrder.map { $0 == .yes })
    } catch { throw Failure(error) }
    let found: SobolIndices
    do {
      found = try SobolIndices(
        values: read.values, inputs: read.inputs.count, hasSecondOrder: read.hasSecondOrder,
        options: .init(resamples: resamples, confidence: confidence, seed: seed))
    } catch { throw Failure.data(["\(points): \(error.message)"]) }
    let terminal = Terminal.output
    if json {
      let list = zip(output, found.outputs).map { encoded($0, $1, read.inputs) }
      try terminal.write(
        JSON.object([
          ("confidence", .number(confidence)), ("resamples", .integer(resamples)), ("seed", .unsigned(seed)),
          ("secondOrder", .bool(read.hasSecondOrder)), ("outputs", .array(list)),
        ]).encoded() + "\n")
    } else {
      for (k, name) in output.enumerated() {
        if k > 0 { try terminal.write("\n") }
        try terminal.write(text(name, found.outputs[k], read.inputs, terminal))
      }
    }
  }

  private func encoded(_ name: String, _ found: SobolIndices.Output, _ inputs: [String]) -> JSON {
    let indices = found.indices
    func pairs(_ list: [[Double]]) -> JSON {
      .array(
        list.enumerated().flatMap { j, row in
          row.enumerated().map { k, value in
            .object([
              ("inputs", .array([.string(inputs[j]), .string(inputs[j + 1 + k])])), ("index", .number(value)),
            ])
          }
        })
    }
    let rows = indices.map { indices in
      inputs.enumerated().map { j, input in
        JSON.object([
          ("name", .string(input)), ("firstOrder", .number(indices.firstOrder[j])),
          ("firstOrderConfidence", .number(indices.firstOrderConfidence[j])),
          ("total", .number(indices.total[j])),
          ("totalConfidence", .number(indices.totalConfidence[j])),
        ])
      }
    }
    return .object(leavingOut: [
      ("output", .string(name)), ("mean", .number(found.mean)), ("variance", .number(found.variance)),
      ("basePoints", .integer(found.points)), ("inputs", rows.map { .array($0) } ?? .null),
      ("pairs", indices?.secondOrder.map(pairs)), ("reason", found.reason.map { .string($0) }),
    ])
  }

  private func text(
    _ name: String, _ found: SobolIndices.Output, _ inputs: [String], _ terminal: Terminal
  ) -> String {
    let title = DisplayWidth.plain(name)
    guard let indices = found.indices else { return "\(title): no indices, \(found.reason ?? "").\n" }
    var table = TerminalTable([
      .init(title: "Input", isFlexible: true, style: .bold), .init(title: "First order", alignment: .right),
      .init(title: "±", alignment: .right), .init(title: "Total", alignment: .right),
      .init(title: "±", alignment: .right),
    ])
    func row(_ name: String, _ values: [Double?]) {
      table.add([name] + values.map { $0.map(Self.rounded) ?? "" })
    }
    for j in inputs.indices.sorted(by: { indices.total[$0] > indices.total[$1] }) {
      row(
        inputs[j],
        [
          indices.firstOrder[j], indices.firstOrderConfidence[j], indices.total[j],
          indices.totalConfidence[j],
        ])
    }
    row("Sum", [indices.firstOrder.reduce(0, +), nil, indices.total.reduce(0, +), nil])
    let deviation = NumberText.short(found.variance.squareRoot())
    var text =
      "\(title): mean \(NumberText.short(found.mean)), standard deviation \(deviation), "
      + "\(NumberText.count(found.points, "base point")).\n"
    text += table.text(for: terminal)
    for (j, list) in (indices.secondOrder ?? []).enumerated() {
      for (k, value) in list.enumerated() {
        text += "  \(DisplayWidth.plain(inputs[j])) with \(DisplayWidth.plain(inputs[j + 1 + k])): "
        text += Self.rounded(value) + "\n"
      }
    }
    return text
  }

  /// Four decimals: an index lies between 0 and 1.
  private static func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let scaled = Int((abs(value) * 10_000).rounded())
    let digits = String(scaled % 10_000)
    return (value < 0 && scaled > 0 ? "−" : "") + "\(scaled / 10_000)."
      + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
