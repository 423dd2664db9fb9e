import Foundation
import Testing

/// The report of the default scenario, made once for all tests of its page.
private enum Report {
  static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "denchi-report-\(ProcessInfo.processInfo.processIdentifier)"
  ).path
  static let page = folder + "/report.html"
  static let outcome = Result { try Command.run("strategy", "report", "--output", page) }
  /// What `strategy run` and `strategy targets` say of the same scenario, as files.
  static let numbers = Result {
    for command in ["run", "targets"] {
      let outcome = try Command.run("strategy", command, "--json")
      try outcome.output.write(toFile: "\(folder)/\(command).json", atomically: true, encoding: .utf8)
    }
  }
  static var hasBrowser: Bool {
    ["/usr/bin/chromium", "/usr/bin/chromedriver", "/usr/lib/python3/dist-packages/selenium"]
      .allSatisfy(FileManager.default.fileExists)
  }

  static func expect(_ check: String, _ arguments: String...) throws {
    let outcome = try Command.python("report.py", [check] + arguments)
    #expect(outcome.status == 0, "\(check): \(outcome.output)\(outcome.messages)")
  }
}

@Suite struct StrategyReportTests {
  @Test func reportIsOneFileThatLoadsNothing() throws {
    let outcome = try Report.outcome.get()
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output == "The report: \(Report.page)\n")
    let html = try String(contentsOfFile: Report.page, encoding: .utf8)
    #expect(html.utf8.count < 2_000_000)
    #expect(!html.contains(/<(link|img|iframe|script|object|embed)[^>]*(src|href|data)=/))
    #expect(!html.contains(/url\((?!#)|@import/))
    #expect(html.contains("default-src 'none'"))
  }

  @Test(arguments: ["figures", "verdicts"])
  func pageHoldsTheComputedNumbers(check: String) throws {
    _ = try Report.outcome.get()
    try Report.numbers.get()
    try Report.expect(check, Report.page, Report.folder + "/run.json", Report.folder + "/targets.json")
  }

  @Test func sectionsAgreeWithTheirCommands() throws {
    _ = try Report.outcome.get()
    let asked = [
      "build": ["build"], "uncertainty": ["uncertainty", "--samples", "2000", "--indices", "64"],
      "markets": ["markets"],
    ]
    for (name, arguments) in asked {
      let outcome = try Command.run(["strategy"] + arguments + ["--json"])
      try outcome.output.write(toFile: "\(Report.folder)/\(name).json", atomically: true, encoding: .utf8)
    }
    let files = ["build", "uncertainty", "markets"].map { "\(Report.folder)/\($0).json" }
    try Report.expect("answers", Report.page, files[0], files[1], files[2])
    let html = try String(contentsOfFile: Report.page, encoding: .utf8)
    #expect(!html.contains("data-figure=\"stress\""))
    // A lever is named in words.
    #expect(!html.contains("capacity.overseas: ") && html.contains("share of electric cars in Japan: "))
  }

  @Test func conflictAndShocksAreInWords() throws {
    try withFolder { folder in
      try """
      base: default
      name: {en: "Few people", ja: "人材不足"}
      circularity: {minimum_content: {cobalt: {unit: fraction, values: {2033: 0.4}, source: a test}}}
      buildout: {limits: {people: {unit: people, values: {2026: 20000}, source: a test}}}
      stress:
        shocks:
          - {id: late, name: {en: "Plants are late", ja: "工場の遅れ"}, delay: {years: 2}}
      """.write(toFile: folder + "/scenario.yaml", atomically: true, encoding: .utf8)
      let page = folder + "/report.html"
      let outcome = try Command.run("strategy", "report", folder, "--output", page)
      try #require(outcome.status == 0, "\(outcome.messages)")
      let html = try String(contentsOfFile: page, encoding: .utf8)
      #expect(!html.contains("data-figure=\"buildout\""))
      #expect(html.contains("The targets cannot be met."))
      #expect(html.contains("trained staff in 20"))
      #expect(html.contains("data-figure=\"stress\"") && html.contains("“Plants are late”"))
      #expect(html.contains("From 2033: 40\u{A0}%"))
    }
  }

  @Test func everyAssumptionIsListed() throws {
    _ = try Report.outcome.get()
    let text = try Command.run("strategy", "run").output
    let counts = try #require(text.firstMatch(of: /(\d+) assumptions, (\d+) of them without/)?.output)
    try Report.expect("assumptions", Report.page, String(counts.1), String(counts.2))
  }

  @Test func bothLanguagesAreComplete() throws {
    _ = try Report.outcome.get()
    try Report.expect("japanese", Report.page)
  }

  @Test(
    .enabled(if: Report.hasBrowser, "needs Debian's chromium, chromium-driver and python3-selenium"),
    arguments: ["languages", "widths", "contrast", "print"])
  func page(check: String) throws {
    _ = try Report.outcome.get()
    try Report.expect(check, Report.page)
  }

  @Test(.enabled(if: Report.hasBrowser, "needs Debian's chromium, chromium-driver and python3-selenium"))
  func hostileTextsStayText() throws {
    try withFolder { folder in
      let hostile =
        "</script><script>window.stolen=1</script><img src=x onerror=window.stolen=2> {{title}} & ' onmouseover=alert(1) x="
      let quoted = "\"\(hostile) \"\"q\"\"\""
      let address = "\"a paper, https://example.org/' onmouseover='window.stolen=3\""
      try """
      base: default
      name: {en: '\(hostile.replacing("'", with: "''"))', ja: '\(hostile.replacing("'", with: "''"))'}
      tables: {plants: plants.csv}
      capacity:
        utilisation: {value: 0.8, unit: fraction, source: \(address)}
        yield: {value: 0.9, unit: fraction, source: "javascript:alert(1), javascript:alert(2)"}
      """.write(toFile: folder + "/scenario.yaml", atomically: true, encoding: .utf8)
      try """
      plant,name,name_ja,owner,country,use,kind,date,state,capacity_GWh_per_year,start,investment_billion_JPY,subsidy_max_billion_JPY,note,source,confidence
      toyota-himeji-kanda,Kanda,,,Japan,automotive,plant,2024-09-06,certified,9,2026-11,,,,a paper,press
      <b>p</b>,\(quoted),\(quoted),\(quoted),Japan,other,plant,2024-01-01,certified,20,2027-04,100,10,"=HYPERLINK(""x"")",\(quoted),press

      """.write(toFile: folder + "/plants.csv", atomically: true, encoding: .utf8)
      let page = folder + "/hostile.html"
      let outcome = try Command.run("strategy", "report", folder, "--output", page)
      try #require(outcome.status == 0, "\(outcome.messages)")
      try Report.expect("hostile", page)
    }
  }

  @Test func anotherScenarioHasItsOwnVerdicts() throws {
    try withFolder { folder in
      try """
      base: default
      name: {en: "Plans count, no chain", ja: "計画を算入"}
      capacity: {counted: [running, under_construction, certified, planned, postponed, cancelled]}
      carbon: {chain: null}
      prices: {vehicle_pack: {value: 40, unit: USD/kWh, source: a test}}
      """.write(toFile: folder + "/scenario.yaml", atomically: true, encoding: .utf8)
      let page = folder + "/deep/er/report.html"
      let outcome = try Command.run("strategy", "report", folder, "--output", page)
      try #require(outcome.status == 0, "\(outcome.messages)")
      let html = try String(contentsOfFile: page, encoding: .utf8)
      // 98.5 + 20 planned + 5 cancelled.
      #expect(
        html.contains(
          "Plants that are running, under construction, certified, only planned, postponed or cancelled come to 124\u{A0}GWh/yr"
        ))
      #expect(html.contains("<li class=\"met\" data-target=\"target.price.pack\">"))
      #expect(!html.contains("data-figure=\"carbon\""))
      #expect(html.contains("Emissions are missing"))
    }
  }

  @Test func whatCannotBeWrittenOrReadIsSaid() throws {
    try withFolder { folder in
      try "".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
      let inFile = try Command.run("strategy", "report", "--output", folder + "/file/report.html")
      #expect(inFile.status == 73)
      #expect(inFile.messages.contains("cannot create"))
      let onFolder = try Command.run("strategy", "report", "--output", folder)
      #expect(onFolder.status == 73)
      let missing = try Command.run(
        "strategy", "report", folder + "/none.yaml", "--output", folder + "/r.html")
      #expect(missing.status == 66)
      try "base: default\nhorizont: {first: 2010, last: 2050}\n".write(
        toFile: folder + "/bad.yaml", atomically: true, encoding: .utf8)
      let bad = try Command.run("strategy", "report", folder + "/bad.yaml", "--output", folder + "/r.html")
      #expect(bad.status == 65)
      #expect(bad.messages.contains("bad.yaml:2"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/r.html"))
    }
  }
}
