import ArgumentParser
import Inventory

/// `denchi products`
struct ProductsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "products", abstract: "Lists the products of a chain: id, unit, location and name.",
    discussion: """
      EXAMPLES
        denchi products Examples/nmc
        denchi products Examples/nmc pack nmc622
      """)

  @Argument(help: "The folder of the chain.")
  var chain: String

  @Argument(
    help: ArgumentHelp(
      "Only products whose id, name, product or location has all of these.", valueName: "word"))
  var words: [String] = []

  @Flag(help: "Prints JSON.")
  var json = false

  func run() throws {
    let loaded = try LoadedChain(folder: chain)
    let found = loaded.activities(with: words)
    let terminal = Terminal.output
    if json {
      let products = found.map { activity -> JSON in
        let location = loaded.chain.location(of: activity)
        guard case .object(let pairs) = loaded.json(product: activity, amount: nil) else { return .null }
        return .object(pairs + [("location", .string(location))])
      }
      try terminal.write(JSON.object([("products", .array(products))]).encoded() + "\n")
    } else if !found.isEmpty {
      var table = TerminalTable([
        .init(title: "Id", style: .bold), .init(title: "Unit"), .init(title: "Location", isOptional: true),
        .init(title: "Name", isFlexible: true),
      ])
      for activity in found {
        table.add([
          loaded.id(activity), loaded.unit(activity), loaded.chain.location(of: activity),
          loaded.name(activity),
        ])
      }
      try terminal.write(table.text(for: terminal, indent: 0))
    } else {
      try Terminal.messages.write(DisplayWidth.plain("\(chain): no such product") + "\n")
    }
  }
}
