import ArgumentParser
import Foundation

/// `denchi footprint`
struct FootprintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "footprint",
    abstract: "Computes the footprint of a product, of all products, or of two compared.",
    usage: """
      denchi footprint <chain> --product <id> [<options>]
      denchi footprint <chain> --compare <a> <b> [<options>]
      denchi footprint <chain> --all [--indicator <id> ...] [--json]
      """,
    discussion: """
      EXAMPLES
        denchi footprint Examples/nmc --product kwh-nmc622-jp --tree
        denchi footprint Examples/nmc --product kwh-nmc622-jp --samples 1000
        denchi footprint Examples/nmc --compare kwh-nmc811-jp kwh-nca-jp
        denchi footprint Examples/nmc --all > footprints.csv

      `denchi products Examples/nmc` lists the ids of products. A product that is a \
      waste is treated with --amount -1.

      Indicators whose id begins with cutoff_ weigh what has no open inventory \
      and so is not counted; they are shown with every result.
      """)

  @Argument(help: "The folder of the chain.")
  var chain: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The product: the id of the activity that makes it.", valueName: "id"))
  var product: String?

  @Flag(help: "Every indicator for one unit of every product, as CSV (or JSON).")
  var all = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Two products side by side, in the same samples.", valueName: "a b"))
  var compare: [String] = []

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How much of the product, in its unit.", valueName: "x"))
  var amount = 1.0

  @Option(
    help: ArgumentHelp("An indicator; may be given more than once. All where none is given.", valueName: "id")
  )
  var indicator: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many of the largest activities are listed (10 unless given).", valueName: "n"))
  var contributions: Int?

  @Option(
    name: .customLong("tree"), defaultAsFlag: Arguments.treeShare,
    help: ArgumentHelp(
      "The tree of suppliers, down to a share of the total (0.05 unless given).", valueName: "share"))
  var tree: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Monte Carlo samples over every distribution of the chain.", valueName: "n"))
  var samples = 0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The seed of the samples (1 unless given); the same seed gives the same samples.", valueName: "s"))
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads for the samples; the results do not depend on it.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Prints JSON, with numbers in full.")
  var json = false

  func validate() throws {
    let ways = (product == nil ? 0 : 1) + (all ? 1 : 0) + (compare.isEmpty ? 0 : 1)
    guard ways == 1 else { throw ValidationError("Give one of --product ID, --all or --compare A B.") }
    if !compare.isEmpty, compare.count != 2 {
      throw ValidationError(
        "--compare takes two products; \(compare.count) were given. The chain stands before it.")
    }
    guard amount.isFinite, amount != 0 else {
      throw ValidationError("--amount must be a finite number other than 0.")
    }
    guard (contributions ?? 0) >= 0 else { throw ValidationError("--contributions must not be negative.") }
    if let tree, !(tree > 0 && tree < 1) {
      throw ValidationError("--tree takes a share between 0 and 1, such as 0.05.")
    }
    guard samples == 0 || (2...1_000_000).contains(samples) else {
      throw ValidationError("--samples must be 0 or from 2 to 1,000,000.")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1,024.")
    }
    if all {
      let others = [
        (samples > 0, "--samples"), (tree != nil, "--tree"), (amount != 1, "--amount"),
        (contributions != nil, "--contributions"), (threads != nil, "--threads"), (seed != nil, "--seed"),
      ]
      for (given, name) in others where given {
        throw ValidationError("\(name) cannot be combined with --all.")
      }
    }
    let ofSamples = [(seed != nil, "--seed"), (threads != nil, "--threads")]
    for (given, name) in ofSamples where given && samples == 0 {
      throw ValidationError("\(name) is about samples: give --samples N too.")
    }
    if !compare.isEmpty, tree != nil { throw ValidationError("--tree cannot be combined with --compare.") }
  }

  func run() throws {
    let loaded = try LoadedChain(folder: chain)
    let request = FootprintRequest(
      indicators: try loaded.indicators(named: indicator), contributions: contributions ?? 10,
      treeShare: tree,
      samples: samples, seed: seed ?? 1, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    try loaded.warn(of: request.indicators)
    if all {
      try AllProducts(loaded, indicators: request.indicators).print(asJSON: json)
    } else if let product {
      try printProduct(loaded, loaded.product(named: product), request)
    } else {
      let comparison = try ProductComparison(
        loaded, products: compare.map { try loaded.product(named: $0) }, amount: amount, request: request)
      let terminal = Terminal.output
      try terminal.write(
        json
          ? comparison.json(loaded).encoded() + "\n"
          : comparison.text(loaded, for: terminal, asked: !indicator.isEmpty))
    }
  }

  private func printProduct(_ loaded: LoadedChain, _ product: Int, _ request: FootprintRequest) throws {
    let report = try FootprintReport(loaded, product: product, amount: amount, request: request)
    let terminal = Terminal.output
    if json {
      try terminal.write(report.json(loaded).encoded() + "\n")
    } else {
      let asked = !indicator.isEmpty
      let detailed = asked ? request.indicators.map(\.index) : [loaded.mainIndicator].compactMap(\.self)
      try terminal.write(report.text(loaded, for: terminal, detailed: Set(detailed), asked: asked))
    }
  }
}
