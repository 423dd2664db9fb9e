import Foundation
import Testing

@Suite struct CommandLineTests {
  @Test func versionIsPrinted() throws {
    let outcome = try Command.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(/^[0-9]+\.[0-9]+\.[0-9]+\n$/))
  }

  @Test(arguments: [
    (
      "",
      [
        "check", "footprint", "products", "packs", "--version", "EXIT STATUS", "64", "65", "66", "70", "73",
        "74",
      ]
    ),
    ("check", ["<chain>", "--json", "65", "66"]),
    (
      "footprint",
      [
        "<chain>", "--product <id>", "--all", "--compare <a b>", "--amount <x>", "--indicator <id>",
        "--contributions <n>", "--tree [<share>]", "--samples <n>", "--seed <s>", "--threads <n>", "--json",
      ]
    ),
    ("products", ["<chain>", "<word>", "--json"]),
    ("packs", ["--out <folder>", "--chain <folder>", "--samples <n>", "--seed <s>", "--json"]),
  ])
  func helpMentionsEveryOption(command: String, expected: [String]) throws {
    let outcome = try Command.run((command.isEmpty ? [] : [command]) + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.isEmpty)
    for option in expected { #expect(outcome.output.contains(option), "\(option)") }
    #expect(outcome.lines.allSatisfy { $0.count <= 120 })
  }

  @Test(arguments: [
    ["nonsense"], ["check"], ["footprint"], ["footprint", "CHAIN"], ["footprint", "CHAIN", "--nonsense"],
    ["footprint", "CHAIN", "--product", "pack", "--all"],
    ["footprint", "CHAIN", "--product", "pack", "--amount", "x"],
    ["footprint", "CHAIN", "--product", "pack", "--amount", "0"],
    ["footprint", "CHAIN", "--product", "pack", "--amount", "nan"],
    ["footprint", "CHAIN", "--product", "pack", "--samples", "-1"],
    ["footprint", "CHAIN", "--product", "pack", "--samples", "1"],
    ["footprint", "CHAIN", "--product", "pack", "--seed", "-1"],
    ["footprint", "CHAIN", "--product", "pack", "--threads", "0"],
    ["footprint", "CHAIN", "--product", "pack", "--tree", "2"],
    ["footprint", "CHAIN", "--product", "pack", "--contributions", "-1"],
    ["footprint", "CHAIN", "--product", "pack", "--tree=2", "--json"],
    ["footprint", "CHAIN", "--product", "pack", "--tree=", "--json"],
    ["footprint", "CHAIN", "--product", "pack", "--tree", "-1", "--json"],
    ["footprint", "CHAIN", "--product", "pack", "--tree=x", "--json"],
    ["footprint", "CHAIN", "--product", "pack", "--samples", "1000001"],
    ["footprint", "CHAIN", "--product", "pack", "--seed", "1"],
    ["footprint", "CHAIN", "--product", "pack", "--threads", "1"],
    ["footprint", "CHAIN", "--all", "--contributions", "3"],
    ["footprint", "CHAIN", "--all", "--threads", "1"],
    ["footprint", "CHAIN", "--compare", "pack"], ["footprint", "CHAIN", "--compare"],
    ["footprint", "CHAIN", "--compare", "pack", "mine", "power"],
    ["footprint", "CHAIN", "--all", "--samples", "10"], ["footprint", "CHAIN", "--all", "--tree"],
    ["footprint", "CHAIN", "--product", "unknown"], ["footprint", "CHAIN", "--compare", "pack", "unknown"],
    ["footprint", "CHAIN", "--compare", "pack", "mine"],
    ["footprint", "CHAIN", "--all", "--indicator", "unknown"], ["packs", "--samples", "1"],
  ])
  func wrongUsageIs64(arguments: [String]) throws {
    try withFolder { folder in
      try SmallChain().write(to: folder)
      let outcome = try Command.run(arguments.map { $0 == "CHAIN" ? folder : $0 })
      #expect(outcome.status == 64)
      #expect(outcome.output.isEmpty)
      #expect(outcome.messages.hasPrefix("Error: "))
    }
  }

  @Test(arguments: [
    ["check", "/no/such/folder"], ["footprint", "/no/such/folder", "--all"],
    ["packs", "--chain", "/no/such/folder", "--out", "/no/such/folder"],
  ])
  func missingFolderIs66(arguments: [String]) throws {
    let outcome = try Command.run(arguments)
    #expect(outcome.status == 66)
    #expect((outcome.output + outcome.messages).contains("/no/such/folder: "))
  }

  @Test func unwritableFolderIs73WithItsReason() throws {
    try withFolder { folder in
      try SmallChain().write(to: folder)
      let file = folder + "/activities.csv"
      let outcome = try Command.run("packs", "--chain", folder, "--out", file + "/inside")
      #expect(outcome.status == 73)
      #expect(outcome.messages.hasPrefix("Error: cannot create \(file)/inside: "))
      #expect(outcome.messages.hasSuffix(": Not a directory\n"))
      let page = try Command.run("packs", "--chain", folder, "--out", folder + "/a/b", "--samples", "0")
      #expect(page.status == 0)
      #expect(FileManager.default.fileExists(atPath: folder + "/a/b/index.html"))
    }
  }

  @Test func wordsNearToAWrongIdAreSuggested() throws {
    let product = try Command.run("footprint", Project.chain, "--product", "kwh-nmc622-jpn")
    #expect(product.messages.contains("Did you mean 'kwh-nmc622-jp'"))
    let name = "battery pack, NMC622, made in Japan"
    let named = try Command.run("footprint", Project.chain, "--product", name)
    #expect(named.status == 64)
    let hint = try #require(named.messages.firstMatch(of: /Did you mean '([^']+)'/)).1
    let listed = try Command.run("products", Project.chain, "--json").decoded(ProductsJSON.self).products
    #expect(listed.first { $0.id == hint }?.name == name)
    let command = try Command.run("chekc", Project.chain)
    #expect(command.status == 64)
    #expect(command.messages.contains("check, footprint, products, packs, strategy"))
    let indicator = try Command.run("footprint", Project.chain, "--all", "--indicator", "climate-change")
    #expect(indicator.messages.contains("Did you mean 'climate_change'"))
  }

  private struct ProductsJSON: Decodable {
    struct Product: Decodable {
      var id: String
      var name: String
      var product: String
      var unit: String
      var location: String
    }
    var products: [Product]
  }

  @Test func productsAreListedByWords() throws {
    let all = try SmallChain().run("products", "CHAIN", "--json").decoded(ProductsJSON.self).products
    #expect(all.map(\.id) == ["mine", "power", "pack"])
    #expect(all.map(\.unit) == ["kg", "kWh", "kWh"])
    let some = try SmallChain().run("products", "CHAIN", "ELECTR", "plant").lines
    #expect(some.count == 2 && some[1].hasPrefix("power  kWh") && some[1].hasSuffix("Power plant"))
    let none = try SmallChain().run("products", "CHAIN", "tin")
    #expect(none.status == 0 && none.output.isEmpty && none.messages.contains("no such product"))
  }

  @Test(arguments: [
    ["footprint", "CHAIN", "--product", "pack"], ["footprint", "CHAIN", "--all"],
    ["footprint", "CHAIN", "--compare", "pack", "power"],
    ["packs", "--chain", "CHAIN", "--out", "CHAIN/page"],
    ["footprint", "CHAIN\u{1B}[31m\n", "--all"],
  ])
  func errorsHaveNoEscapeCodes(arguments: [String]) throws {
    try withFolder { folder in
      var chain = SmallChain()
      chain.activities.replace("\nmine,", with: "\n\"mi\u{1B}[31m\nne\",")
      for end in ["\nmine,", ",mine,"] {
        chain.exchanges.replace(end, with: end.replacing("mine", with: "\"mi\u{1B}[31m\nne\""))
        chain.flows.replace(end, with: end.replacing("mine", with: "\"mi\u{1B}[31m\nne\""))
      }
      chain.exchanges.replace("ne\",0.01,kg", with: "ne\",2,kg")
      try chain.write(to: folder)
      let outcome = try Command.run(arguments.map { $0.replacing("CHAIN", with: folder) })
      #expect(outcome.status == 65 || outcome.status == 66)
      #expect(outcome.messages.contains("\u{FFFD}[31m\u{FFFD}"))
      #expect(!outcome.messages.contains("\u{1B}"))
      let lines = outcome.messages.split(separator: "\n")
      #expect(lines.allSatisfy { $0.hasPrefix("activities.csv:") || $0.hasPrefix(folder) })
    }
  }

  @Test(arguments: [
    ["check", "CHAIN"], ["footprint", "CHAIN", "--product", "pack", "--tree", "--samples", "20"],
    ["footprint", "CHAIN", "--compare", "pack", "power", "--samples", "20"], ["footprint", "CHAIN", "--all"],
  ])
  func pipesGetNoEscapeCodesAndNoLongLines(arguments: [String]) throws {
    try withFolder { folder in
      var chain = SmallChain()
      chain.activities.replace(
        "Metal mine", with: "\u{1B}[31m金属鉱山 " + String(repeating: "とても長い名前 ", count: 20))
      try chain.write(to: folder)
      let outcome = try Command.run(arguments.map { $0 == "CHAIN" ? folder : $0 })
      #expect(outcome.status == 0)
      #expect(!(outcome.output + outcome.messages).contains("\u{1B}"))
      #expect(outcome.messages.isEmpty)
      guard arguments[0] == "footprint" else { return }
      for line in outcome.lines { #expect(columns(line) <= 80, "\(line)") }
      #expect(outcome.lines.allSatisfy { $0.last != " " })
    }
  }

  private func columns(_ line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFF60).contains($1.value) ? 2 : 1) }
  }

  @Test(arguments: ["colours", "no-colour", "dumb", "narrow", "wide", "progress", "full-disk", "closed-pipe"])
  func terminal(check: String) throws {
    let outcome = try Command.python("terminal.py", check, Command.denchi, Project.chain)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.messages)")
  }
}
