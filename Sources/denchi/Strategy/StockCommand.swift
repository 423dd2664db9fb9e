import ArgumentParser
import Strategy

/// `denchi strategy stock`
struct StockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stock",
    abstract: "Computes stock and outflow from an inflow, or the inflow that a stock needs.",
    usage: """
      denchi strategy stock <series> --driven inflow|stock --lifetime <lifetime> --age start|middle|end \
      [<options>]
      """,
    discussion: """
      <series> is a CSV file with a column year (consecutive, ascending) and a column of \
      values, or several: each is a series. Columns unit, source and note are not values.

      LIFETIMES, in years
        normal:mean=17,sd=4    lognormal:mean=12,sd=4    logistic:mean=15,sd=4
        weibull:shape=3.5,scale=18.9                     fixed:8

      AGES at the end of the k-th year after entry
        start    k + 1: units enter at the start of a year
        middle   k + 1/2: in the middle (the default of flodym)
        end      k: at the end (the convention of ODYM)

      EXAMPLE
        denchi strategy stock Examples/stock/japan-bev-sales.csv \
      --driven inflow --lifetime normal:mean=17,sd=4 --age middle
      """)

  @Argument(help: "The CSV file with the series.")
  var series: String

  @Option(help: ArgumentHelp("What the series are: the inflow, or the stock.", valueName: "inflow|stock"))
  var driven: StockDrive?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The lifetime, such as weibull:shape=3.5,scale=18.9.", valueName: "lifetime"))
  var lifetime: String?

  @Option(help: ArgumentHelp("The age convention; it has no default.", valueName: "start|middle|end"))
  var age: AgeConvention?

  @Option(
    help: ArgumentHelp(
      "What is done when a stock falls faster than units retire: none (the inflow is negative), or oldest "
        + "or proportional (inflow 0, units retired early). Only with --driven stock.",
      valueName: "none|oldest|proportional"))
  var earlyRetirement: EarlyRetirement?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The column of values; all where none is given.", valueName: "name"))
  var column: String?

  @Flag(help: "The stock by cohort (year of entry) too; with --json or --csv.")
  var cohorts = false

  @Flag(help: "Prints JSON, with numbers in full.")
  var json = false

  @Flag(help: "Prints CSV, with numbers in full.")
  var csv = false

  func validate() throws {
    guard let driven else {
      throw ValidationError(
        "Give --driven inflow or --driven stock: the file alone does not say which it is.")
    }
    guard lifetime != nil else {
      throw ValidationError("Give --lifetime, such as --lifetime weibull:shape=3.5,scale=18.9.")
    }
    guard age != nil else {
      throw ValidationError(
        "Give --age start, middle or end: tools differ in the age of a unit at the end of its first year (1, "
          + "1/2 or 0 years), and the same series gives another stock, so that none is assumed.")
    }
    guard !json || !csv else { throw ValidationError("--json and --csv cannot be combined.") }
    guard !cohorts || json || csv else {
      throw ValidationError("--cohorts needs --json or --csv: a column a cohort does not fit a terminal.")
    }
    guard driven == .stock || earlyRetirement == nil else {
      throw ValidationError("--early-retirement is about a given stock: it needs --driven stock.")
    }
  }

  func run() throws {
    guard let driven, let age, let text = lifetime else { return }
    let lifetime: Lifetime
    do { lifetime = try Lifetime.parse(text) } catch { throw Failure.usage("--lifetime: \(error)") }
    let file = try SeriesFile(path: series, column: column, of: driven)
    let report = try StockReport(
      file, driven: driven, lifetime: lifetime, ages: age, earlyRetirement: earlyRetirement ?? .none,
      cohorts: cohorts)
    let terminal = Terminal.output
    if json {
      try terminal.write(report.json().encoded() + "\n")
    } else if csv {
      try terminal.write(report.csv())
    } else {
      try terminal.write(report.text(for: terminal))
    }
    if csv { try Terminal.messages.write(report.warnings(for: .messages)) }
  }
}

/// What a series is.
enum StockDrive: String, CaseIterable, ExpressibleByArgument {
  case inflow, stock
}

extension AgeConvention: ExpressibleByArgument {}
extension EarlyRetirement: ExpressibleByArgument {}
