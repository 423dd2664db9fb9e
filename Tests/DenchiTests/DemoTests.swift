import Foundation
import Testing

/// The demo of the published chain, made once for all tests of its page.
private enum Demo {
  static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "denchi-demo-\(ProcessInfo.processInfo.processIdentifier)"
  ).path
  static let outcome = Result { try Command.run("packs", "--out", folder) }
  static let page = folder + "/index.html"
  static var hasBrowser: Bool {
    ["/usr/bin/chromium", "/usr/bin/chromedriver", "/usr/lib/python3/dist-packages/selenium"]
      .allSatisfy(FileManager.default.fileExists)
  }
  static var hasD3: Bool { FileManager.default.fileExists(atPath: "/usr/share/nodejs/d3-sankey") }
}

@Suite struct DemoTests {
  @Test func tablesAreShortAndComplete() throws {
    let outcome = try Demo.outcome.get()
    #expect(outcome.status == 0)
    for part in [
      "NMC111", "NMC532", "NMC622", "NMC811", "NCA", "LFP", "Japan", "China", "Cathode", "largest activities",
      "Share of samples", "Not counted: 5.45 kg of inputs and 72.3 kg of waste", "(proven)", "1,000 samples",
      "The page: \(Demo.page)",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    #expect(outcome.lines.count < 60)
  }

  @Test func jsonHoldsTheResults() throws {
    struct DemoJSON: Decodable {
      struct Product: Decodable {
        var id: String
        var values: [String: Double]
        var stages: [String: Double]
        var steps: [String: Double]?
        var uncertainty: FootprintJSON.Spread?
      }
      struct Comparison: Decodable {
        var products: [String]
        var probabilityBelow: [[Double]]
      }
      var products: [Product]
      var comparison: Comparison
      var solver: FootprintJSON.Solver
      var page: String
    }
    try withFolder { folder in
      let json = try Command.run("packs", "--out", folder, "--json", "--samples", "200").decoded(
        DemoJSON.self)
      #expect(json.products.count == 12)
      #expect(FileManager.default.fileExists(atPath: json.page))
      for product in json.products {
        let value = try #require(product.values["climate_change"])
        #expect(isClose(product.stages.values.reduce(0, +), value))
        #expect(isClose(try #require(product.steps).values.reduce(0, +), value))
        #expect(product.uncertainty?.samples == 200)
        let alone = try Command.run(
          "footprint", Project.chain, "--product", product.id, "--samples", "200", "--json"
        )
        .decoded(FootprintJSON.self)
        #expect(isClose(alone.indicators[0].value, value, 1e-12))
        #expect(isClose(alone.indicators[0].uncertainty?.mean ?? 0, product.uncertainty?.mean ?? 1, 1e-9))
      }
      #expect(json.comparison.products.count == 6)
      for (a, row) in json.comparison.probabilityBelow.enumerated() {
        for (b, share) in row.enumerated() where a != b {
          #expect(isClose(share + json.comparison.probabilityBelow[b][a], 1))
        }
      }
    }
  }

  @Test func pageIsOneFileThatLoadsNothing() throws {
    _ = try Demo.outcome.get()
    let html = try String(contentsOfFile: Demo.page, encoding: .utf8)
    #expect(!html.contains(/<(link|img|iframe|script)[^>]*(src|href)=/))
    #expect(!html.contains(/url\(|@import/.ignoresCase()) || !html.contains("url(http"))
    #expect(html.contains("default-src 'none'"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: Demo.folder) == ["index.html"])
  }

  @Test func everyTextOfThePageIsInBothLanguages() throws {
    _ = try Demo.outcome.get()
    let html = try String(contentsOfFile: Demo.page, encoding: .utf8)
    let pages = html.components(separatedBy: "<div class=\"page\" lang=\"")
    try #require(pages.count == 3)
    let japanese = pages[2].components(separatedBy: "<script")[0]
    for tag in ["h1", "h2", "h3", "figcaption", "button", "dt", "summary"] {
      for match in japanese.matches(
        of: try Regex("<\(tag)[^>]*>([^<]+)</\(tag)>", as: (Substring, Substring).self))
      {
        let isJapanese = match.output.1.unicodeScalars.contains { (0x3040...0x9FFF).contains($0.value) }
        #expect(isJapanese, "\(match.output.1)")
      }
    }
  }

  @Test(
    .enabled(
      if: Demo.hasBrowser && Demo.hasD3,
      "needs Debian's chromium, chromium-driver, python3-selenium and node-d3"),
    arguments: [
      "languages", "reader", "widths", "tables", "downloads", "keyboard", "contrast", "print",
    ])
  func page(check: String) throws {
    _ = try Demo.outcome.get()
    try expectPage(check, Demo.page)
  }

  private func expectPage(_ check: String, _ page: String) throws {
    let outcome = try Command.python("page.py", check, page)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.messages)")
  }

  @Test(
    .enabled(
      if: Demo.hasBrowser && Demo.hasD3,
      "needs Debian's chromium, chromium-driver, python3-selenium and node-d3"))
  func hostileNamesStayText() throws {
    try withFolder { folder in
      let hostile =
        "</script><script>window.stolen=1</script><img src=x onerror='window.stolen=2'> {{title}} & \"\"q\"\""
      var chain = SmallChain()
      chain.activities.replace("Pack maker,pack capacity", with: "\"\(hostile)\",\"\(hostile)\"")
      chain.activities.replace("Metal mine", with: "\"\(hostile)\"")
      chain.activities.replace("a mine", with: "\"\(hostile)\"")
      chain.indicators.replace("Climate change,kg CO2e", with: "\"\(hostile)\",kg CO2e")
      try chain.write(to: folder)
      let outcome = try Command.run("packs", "--chain", folder, "--out", folder + "/out")
      #expect(outcome.status == 0, "\(outcome.messages)")
      try expectPage("hostile", folder + "/out/index.html")
    }
  }

  @Test(
    .enabled(
      if: Demo.hasBrowser && Demo.hasD3,
      "needs Debian's chromium, chromium-driver, python3-selenium and node-d3"))
  func anotherChainMakesAPageToo() throws {
    try withFolder { folder in
      try SmallChain().write(to: folder)
      let outcome = try Command.run("packs", "--chain", folder, "--out", folder + "/out", "--samples", "0")
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(outcome.output.contains("Pack maker"))
      try expectPage("plain-chain", folder + "/out/index.html")
    }
  }

  @Test(
    .enabled(
      if: Demo.hasBrowser && Demo.hasD3,
      "needs Debian's chromium, chromium-driver, python3-selenium and node-d3"))
  func creditsTreatmentsAndMissingSourcesAreTold() throws {
    try withFolder { parent in
      let folder = parent + "/it's a chain"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let chain = SmallChain(
        activities: """
          id,name,product,unit,stage,output,source
          metal,Metal refinery,metal,kg,raw_material_acquisition,,a refinery
          pack,Pack maker,pack,unit,main_production,,
          recycler,Recycler,old pack,unit,end_of_life,-1,
          ash,Ash landfill,ash,kg,end_of_life,-1,
          """,
        exchanges: """
          activity,input,amount,unit
          pack,metal,10,kg
          pack,recycler,-1,unit
          recycler,metal,-6.4,kg
          """,
        flows: """
          activity,flow,amount,unit
          metal,carbon-dioxide,5,kg
          pack,carbon-dioxide,3,kg
          recycler,carbon-dioxide,0.3,kg
          ash,carbon-dioxide,0.1,kg
          """,
        factors: """
          indicator,flow,factor
          climate_change,carbon-dioxide,1
          cutoff_mass,missing,1
          cutoff_mass,absent,1
          cutoff_mass,lost,1
          """)
      try chain.write(to: folder)
      let outcome = try Command.run("packs", "--chain", folder, "--out", parent + "/out")
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(outcome.output.contains(/Ash landfill \(per kg treated\) +0\.1000/), "\(outcome.output)")
      #expect(outcome.output.contains(/Pack maker \(per unit\) +21\.30/), "\(outcome.output)")
      try expectPage("credits", parent + "/out/index.html")
    }
  }

  @Test(.enabled(if: Demo.hasBrowser, "needs Debian's chromium, chromium-driver and python3-selenium"))
  func withoutD3ThePageShowsItsTables() throws {
    try withFolder { folder in
      let outcome = try Command.run(
        ["packs", "--out", folder, "--samples", "50"], environment: ["DENCHI_D3": folder])
      #expect(outcome.status == 0)
      #expect(outcome.messages.contains("node-d3"))
      try expectPage("tables-only", folder + "/index.html")
    }
  }
}
