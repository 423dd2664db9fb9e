import Foundation
import Testing

import Strategy

/// The survey that an association makes of its members, and what its sums may tell.
@Suite struct SurveyTests {
  private static let header = Survey.template

  /// Writes files of answers into a folder and reads them.
  private static func read(_ files: [String: [String]]) throws -> Survey {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("survey-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, rows) in files {
      try (header + rows.map { $0 + "\n" }.joined()).write(
        toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    return try Survey.read([folder])
  }

  /// A row of an answer.
  private static func row(
    _ company: String, _ plant: String, _ state: String, _ capacity: Double, start: String = "",
    use: String = "automotive",
    group: String = "", date: String = "2025-09-30", country: String = "Japan"
  ) -> String {
    "\(company),Company \(company),\(group),\(date),\(plant),\(plant),,\(country),\(use),\(state),2020,\(start),\(capacity),,,,"
  }

  @Test func sumOfTwoCompaniesIsWithheldAndSoIsWhatWouldGiveIt() throws {
    // Three run, two are planned: the total would give the two, so one of total and running has to go as well.
    let survey = try Self.read([
      "a.csv": [Self.row("a", "1", "running", 1)], "b.csv": [Self.row("b", "1", "running", 2)],
      "c.csv": [Self.row("c", "1", "running", 4)], "d.csv": [Self.row("d", "1", "planned", 8)],
      "e.csv": [Self.row("e", "1", "planned", 16)],
    ])
    let sums = SurveySums(survey)
    #expect(sums[.total, .capacity]?.value == 31)
    #expect(sums[.state(.planned), .capacity]?.reason == .fewerThanThree)
    #expect(sums[.state(.running), .capacity]?.reason == .wouldReveal)
    #expect(sums[.state(.running), .capacity]?.value == nil)
    #expect(sums[.state(.cancelled), .capacity] == nil)
    #expect(sums[.use(.automotive), .capacity]?.value == 31)
  }

  @Test func withThreeInEachEverythingIsShown() throws {
    var files: [String: [String]] = [:]
    for (i, state) in ["running", "running", "running", "planned", "planned", "planned"].enumerated() {
      files["\(i).csv"] = [Self.row("c\(i)", "1", state, Double(i + 1))]
    }
    let sums = SurveySums(try Self.read(files))
    #expect(sums.sums.allSatisfy { $0.reason == nil && $0.companies ?? 0 >= 3 })
    #expect(sums[.state(.running), .capacity]?.value == 6)
    #expect(sums[.state(.planned), .capacity]?.value == 15)
  }

  @Test func twoFilesOfOneCompanyAndCompaniesOfOneGroupCountOnce() throws {
    let twice = SurveySums(
      try Self.read([
        "a.csv": [Self.row("a", "1", "running", 1)], "a2.csv": [Self.row("a", "2", "running", 2)],
        "b.csv": [Self.row("b", "1", "running", 4)],
      ]))
    #expect(twice.companies == 2)
    #expect(twice[.total, .capacity]?.reason == .fewerThanThree)
    let grouped = SurveySums(
      try Self.read([
        "a.csv": [Self.row("a", "1", "running", 1, group: "g")],
        "b.csv": [Self.row("b", "1", "running", 2, group: "g")],
        "c.csv": [Self.row("c", "1", "running", 4)],
      ]))
    #expect(grouped.companies == 2)
    #expect(grouped[.total, .capacity]?.reason == .fewerThanThree)
  }

  @Test func laterAnswerReplacesEarlier() throws {
    let survey = try Self.read([
      "a.csv": [
        Self.row("a", "1", "running", 1, date: "2024-09-30"),
        Self.row("a", "2", "running", 9, date: "2024-09-30"),
      ],
      "a2.csv": [Self.row("a", "1", "running", 3)],
      "b.csv": [Self.row("b", "1", "running", 2)], "c.csv": [Self.row("c", "1", "running", 4)],
    ])
    #expect(SurveySums(survey)[.total, .capacity]?.value == 9)
  }

  @Test func aZeroIsNoContribution() throws {
    let sums = SurveySums(
      try Self.read([
        "a.csv": [Self.row("a", "1", "running", 1)], "b.csv": [Self.row("b", "1", "running", 2)],
        "c.csv": [Self.row("c", "1", "running", 0)],
      ]))
    #expect(sums[.total, .capacity]?.reason == .fewerThanThree)
  }

  @Test func differencesOfYearsTellNothing() throws {
    // Three are there in 2026; one comes in 2027 and two more in 2028.
    var files: [String: [String]] = [:]
    for (i, start) in ["2026", "2026", "2026", "2027", "2028", "2028"].enumerated() {
      files["\(i).csv"] = [Self.row("c\(i)", "1", "certified", Double(1 << i), start: start)]
    }
    let sums = SurveySums(try Self.read(files))
    #expect(sums[.year(2025), .capacity] == nil)
    #expect(sums[.year(2026), .capacity]?.value == 7)
    #expect(sums[.year(2027), .capacity]?.reason == .wouldReveal)
    #expect(sums[.year(2028), .capacity]?.value == 63)
  }

  @Test func differenceToTheLastSurveyTellsNothing() throws {
    func answers(_ c: Double) throws -> Survey {
      try Self.read([
        "a.csv": [Self.row("a", "1", "running", 1)], "b.csv": [Self.row("b", "1", "running", 2)],
        "c.csv": [Self.row("c", "1", "running", c)],
      ])
    }
    let (before, after) = (try answers(4), try answers(5))
    #expect(SurveySums(after)[.total, .capacity]?.value == 8)
    #expect(SurveySums(after, published: [before])[.total, .capacity]?.reason == .wouldReveal)
    // What did not change tells nothing new.
    #expect(SurveySums(before, published: [before])[.total, .capacity]?.value == 7)
  }

  @Test func dominantCompanyIsWithheldWhereAsked() throws {
    let survey = try Self.read([
      "a.csv": [Self.row("a", "1", "running", 90)], "b.csv": [Self.row("b", "1", "running", 5)],
      "c.csv": [Self.row("c", "1", "running", 5)], "d.csv": [Self.row("d", "1", "planned", 100)],
      "e.csv": [Self.row("e", "1", "planned", 100)], "f.csv": [Self.row("f", "1", "planned", 100)],
    ])
    #expect(SurveySums(survey)[.state(.running), .capacity]?.value == 100)
    let sums = SurveySums(survey, dominance: 0.8)
    #expect(sums[.state(.running), .capacity]?.reason == .dominance)
    #expect(sums[.total, .capacity]?.value == 400)
    // 400 - 300 would give it.
    #expect(sums[.state(.planned), .capacity]?.reason == .wouldReveal)
  }

  @Test(.enabled(if: Project.hasPython, "needs make deps-test"))
  func nothingFollowsAboutTwoCompaniesInRandomSurveys() throws {
    var generator = SplitMix(state: 7)
    var cases: [[String: Any]] = []
    var (shown, withheld) = (0, 0)
    for _ in 0..<40 {
      let companies = 3 + Int(generator.next() % 7)
      func answers(_ date: String, _ changes: Bool, _ before: [[Int]]) -> ([String: [String]], [[Int]]) {
        var files: [String: [String]] = [:]
        var facts: [[Int]] = []
        for c in 0..<companies {
          for p in 0..<2 {
            let old = before.indices.contains(c * 2 + p) ? before[c * 2 + p] : nil
            let fresh = [
              1 + Int(generator.next() % 9), Int(generator.next() % 4), 2025 + Int(generator.next() % 4),
              Int(generator.next() % 3),
            ]
            let fact = old != nil && generator.next() % 4 != 0 ? old ?? fresh : fresh
            facts.append(fact)
            let state = PlantState.allCases[fact[1]].rawValue
            files["\(c).csv", default: []].append(
              Self.row(
                "c\(c)", "p\(p)", state == "running" ? "under_construction" : state, Double(fact[0]),
                start: "\(fact[2])",
                use: Survey.Use.allCases[fact[3]].rawValue, date: date))
          }
        }
        return (files, facts)
      }
      let (first, facts) = answers("2024-09-30", false, [])
      let (second, _) = answers("2025-09-30", true, facts)
      let (before, after) = (try Self.read(first), try Self.read(second))
      // A row for each shown sum, a column for each figure; a figure that did not change is one column.
      var columns: [String: Int] = [:]
      var owners: [Int] = []
      func column(_ entry: Survey.Entry) -> Int {
        let key = "\(entry.companyID) \(entry.plant) \(entry.capacity ?? 0)"
        if let there = columns[key] { return there }
        columns[key] = owners.count
        owners.append(Int(entry.companyID.dropFirst()) ?? 0)
        return owners.count - 1
      }
      var rows: [[Int]] = []
      for (survey, sums) in [(before, SurveySums(before)), (after, SurveySums(after, published: [before]))] {
        for sum in sums.sums where sum.measure == .capacity {
          if sum.reason == nil { shown += 1 } else { withheld += 1 }
          guard let value = sum.value else { continue }
          let members = survey.entries.filter { Self.contains(sum.view, $0) }
          #expect(value == members.reduce(0) { $0 + ($1.capacity ?? 0) })
          rows.append(members.map(column))
        }
      }
      cases.append(["rows": rows, "owners": owners, "companies": companies])
    }
    // The test says something only where both happen.
    #expect(shown > 100 && withheld > 100)
    let script = """
      import sys, json, itertools, numpy as np
      leaks = 0
      for case in json.load(sys.stdin):
          owners = np.array(case["owners"]); m = np.zeros((len(case["rows"]), len(owners)))
          for i, row in enumerate(case["rows"]): m[i, row] = 1
          if not len(m): continue
          rank = np.linalg.matrix_rank(m)
          for pair in itertools.combinations(range(case["companies"]), 2):
              rest = m[:, ~np.isin(owners, pair)]
              leaks += (np.linalg.matrix_rank(rest) if rest.size else 0) != rank
      print(leaks)
      """
    let output = try run(
      Project.python, ["-c", script], input: try JSONSerialization.data(withJSONObject: cases))
    #expect(String(decoding: output, as: UTF8.self) == "0\n")
  }

  private static func contains(_ view: SurveySums.View, _ entry: Survey.Entry) -> Bool {
    switch view {
    case .total: true
    case .state(let state): entry.state == state
    case .use(let use): entry.use == use
    case .inJapan(let home): (entry.country == "Japan") == home
    case .stateAndUse(let state, let use): entry.state == state && entry.use == use
    case .year(let year):
      [.certified, .underConstruction].contains(entry.state) && (entry.start.map { $0.year <= year } ?? false)
    }
  }

  @Test func faultsHaveFileAndLine() throws {
    func problem(_ row: String) -> String {
      do {
        _ = try Self.read(["x.csv": [row]])
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(problem(Self.row("", "1", "running", 1)).contains("x.csv:2: 'company_id' is empty"))
    #expect(problem(Self.row("a", "1", "runing", 1)).contains("is 'running' meant?"))
    #expect(problem(Self.row("a", "1", "running", 20_000)).contains("is the unit 1000 times too large?"))
    #expect(
      problem(Self.row("a", "1", "running", 20_000)).contains("x.csv:2: 'capacity_GWh_per_year' is 20000"))
    #expect(problem(Self.row("a", "1", "running", -1)).contains("negative"))
    #expect(
      problem(Self.row("a", "1", "running", 1, date: "30.9.2025")).contains("'survey_date' is '30.9.2025'"))
    #expect(
      problem(Self.row("a", "1", "running", 1, date: "2019-01")).contains("after the date of the survey"))
    #expect(problem(Self.row("a", "1", "running", 1, start: "2027")).contains("before it is built"))
    #expect(
      throws: ScenarioProblems.self,
      performing: {
        try Self.read(["x.csv": [Self.row("a", "1", "running", 1), Self.row("a", "1", "running", 1)]])
      })
  }
}

/// A small generator of random numbers with a fixed beginning.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
