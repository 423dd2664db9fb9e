import Testing

@Suite struct CommandLineTests {
  @Test func versionIsPrinted() throws {
    let outcome = try Command.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(/^[0-9]+\.[0-9]+\.[0-9]+\n$/))
  }

  @Test(arguments: [
    ("", ["check", "footprint", "demo", "--version", "EXIT STATUS", "64", "65", "66", "70"]),
    ("check", ["<chain>", "--json", "65", "66"]),
    (
      "footprint",
      [
        "<chain>", "--product <id>", "--all", "--compare <a b>", "--amount <x>", "--indicator <id>",
        "--contributions <n>", "--tree [<share>]", "--samples <n>", "--seed <s>", "--threads <n>", "--json",
      ]
    ),
    ("demo", ["--out <folder>", "--chain <folder>", "--samples <n>", "--seed <s>", "--json"]),
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
    ["footprint", "CHAIN", "--compare", "pack"],
    ["footprint", "CHAIN", "--compare", "pack", "mine", "power"],
    ["footprint", "CHAIN", "--all", "--samples", "10"], ["footprint", "CHAIN", "--all", "--tree"],
    ["footprint", "CHAIN", "--product", "unknown"], ["footprint", "CHAIN", "--compare", "pack", "unknown"],
    ["footprint", "CHAIN", "--compare", "pack", "mine"],
    ["footprint", "CHAIN", "--all", "--indicator", "unknown"], ["demo", "--samples", "1"],
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
    ["demo", "--chain", "/no/such/folder", "--out", "/no/such/folder"],
  ])
  func missingFolderIs66(arguments: [String]) throws {
    let outcome = try Command.run(arguments)
    #expect(outcome.status == 66)
    #expect((outcome.output + outcome.messages).contains("/no/such/folder: "))
  }

  @Test func unwritableFolderIs64WithItsReason() throws {
    try withFolder { folder in
      try SmallChain().write(to: folder)
      let file = folder + "/activities.csv"
      let outcome = try Command.run("demo", "--chain", folder, "--out", file + "/inside")
      #expect(outcome.status == 64)
      #expect(outcome.messages.hasPrefix("Error: cannot write \(file)/inside"))
    }
  }

  @Test func wordsNearToAWrongIdAreSuggested() throws {
    let product = try Command.run("footprint", Project.chain, "--product", "kwh-nmc622-jpn")
    #expect(product.messages.contains("Did you mean 'kwh-nmc622-jp'"))
    let indicator = try Command.run("footprint", Project.chain, "--all", "--indicator", "climate-change")
    #expect(indicator.messages.contains("Did you mean 'climate_change'"))
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
