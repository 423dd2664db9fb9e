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

      Indicators whose id begins with cutoff_ weigh what has no open inventory \
      and so is not counted; they are shown with every result.
      """)

  @Argument(help: "The folder of the chain.")
  var chain: String

  @Option(help: ArgumentHelp("The product: the id of the activity that makes it.", valueName: "id"))
  var product: String?

  @Flag(help: "Every indicator for one unit of every product, as CSV (or JSON).")
  var all = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Two products side by side, in the same samples.", valueName: "a b"))
  var compare: [String] = []

  @Option(help: ArgumentHelp("How much of the product, in its unit.", valueName: "x"))
  var amount = 1.0

  @Option(
    help: ArgumentHelp("An indicator; may be given more than once. All where none is given.", valueName: "id")
  )
  var indicator: [String] = []

  @Option(help: ArgumentHelp("How many of the largest activities are listed.", valueName: "n"))
  var contributions = 10

  @Option(
    name: .customLong("tree"), defaultAsFlag: 0.05,
    help: ArgumentHelp(
      "The tree of suppliers, down to a share of the total (0.05 unless given).", valueName: "share"))
  var tree: Double?

  @Option(help: ArgumentHelp("Monte Carlo samples over every distribution of the chain.", valueName: "n"))
  var samples = 0

  @Option(
    help: ArgumentHelp("The seed of the samples; the same seed gives the same samples.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Threads for the samples; the results do not depend on it.", valueName: "n"))
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
    guard contributions >= 0 else { throw ValidationError("--contributions must not be negative.") }
    if let tree, !(tree > 0 && tree < 1) {
      throw ValidationError("--tree takes a share between 0 and 1, such as 0.05.")
    }
    guard samples == 0 || (2...10_000_000).contains(samples) else {
      throw ValidationError("--samples must be 0 or from 2 to 10,000,000.")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1,024.")
    }
    if all {
      for (given, name) in [(samples > 0, "--samples"), (tree != nil, "--tree"), (amount != 1, "--amount")]
      where given {
        throw ValidationError("\(name) cannot be combined with --all.")
      }
    }
    if !compare.isEmpty, tree != nil { throw ValidationError("--tree cannot be combined with --compare.") }
  }

  func run() throws {
    let loaded = try LoadedChain(folder: chain)
    let request = FootprintRequest(
      indicators: try loaded.indicators(named: indicator), contributions: contributions, treeShare: tree,
      samples: samples, seed: seed, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
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
