import Foundation
import Testing

@Suite struct StockCommandTests {
  private struct Result: Decodable {
    struct Problem: Decodable {
      var year: Int
      var excess: Double
      var message: String
    }
    struct Early: Decodable {
      var rule: String
      var retired: [Double]
    }
    struct Series: Decodable {
      var name: String
      var stock: [Double]
    }
    var driven: String
    var lifetime: String
    var age_convention: String
    var unit: String?
    var years: [Int]
    var inflow: [Double]?
    var stock: [Double]?
    var outflow: [Double]?
    var cohorts: [[Double]]?
    var problems: [Problem]?
    var early_retirement: Early?
    var series: [Series]?
  }

  /// Runs the command on a file with this text.
  private static func run(_ text: String, _ arguments: String...) throws -> Outcome {
    try withFolder { folder in
      let path = folder + "/series.csv"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try Command.run(["strategy", "stock", path] + arguments)
    }
  }

  private static let rising = "year,inflow,unit\n2020,8,kt\n2021,4,kt\n2022,2,kt\n"
  private static let falling = "year,stock\n2020,100\n2021,100\n2022,40\n2023,0\n"

  @Test(arguments: [("start", [8.0, 4, 2]), ("middle", [8, 12, 6]), ("end", [8, 12, 6])])
  func fixedLifetimesCanBeFollowedByHand(age: String, stock: [Double]) throws {
    // Two years: in use at ages 1 (start), 1/2 and 3/2 (middle), 0 and 1 (end).
    let outcome = try Self.run(
      Self.rising, "--driven", "inflow", "--lifetime", "fixed:2", "--age", age, "--json", "--cohorts")
    #expect(outcome.status == 0)
    let result = try outcome.decoded(Result.self)
    #expect(result.driven == "inflow" && result.age_convention == age && result.unit == "kt")
    #expect(result.lifetime == "fixed:years=2.0" && result.years == [2020, 2021, 2022])
    #expect(result.inflow == [8, 4, 2] && result.stock == stock)
    let outflow = [8 - stock[0], 4 - stock[1] + stock[0], 2 - stock[2] + stock[1]]
    #expect(result.outflow == outflow)
    #expect(result.cohorts?.map { $0.reduce(0, +) } == stock)
    #expect(result.cohorts?.count == 3 && result.cohorts?.allSatisfy { $0.count == 3 } == true)
    #expect(result.problems == nil && result.early_retirement == nil)
  }

  @Test func inflowThatAStockNeedsMakesThatStock() throws {
    let arguments = ["--lifetime", "weibull:shape=3.5,scale=18.9", "--age", "middle", "--json"]
    let path = Project.root + "/Examples/stock/japan-bev-stock.csv"
    let needed = try Command.run(["strategy", "stock", path, "--driven", "stock"] + arguments).decoded(
      Result.self)
    let (years, inflow) = (needed.years, try #require(needed.inflow))
    let file = "year,inflow\n" + zip(years, inflow).map { "\($0),\($1)\n" }.joined()
    let made = try withFolder { folder in
      try file.write(toFile: folder + "/s.csv", atomically: true, encoding: .utf8)
      return try Command.run(["strategy", "stock", folder + "/s.csv", "--driven", "inflow"] + arguments)
        .decoded(Result.self)
    }
    #expect(zip(made.stock ?? [], needed.stock ?? []).allSatisfy { abs($0 - $1) < 1e-9 * $1 })
    #expect(made.stock?.count == 15)
  }

  @Test(arguments: ["none", "oldest", "proportional"])
  func fallingStocksAreReported(rule: String) throws {
    let arguments = [
      "--driven", "stock", "--lifetime", "normal:mean=8,sd=3", "--age", "end", "--early-retirement", rule,
    ]
    let json = try withFolder { folder in
      try Self.falling.write(toFile: folder + "/s.csv", atomically: true, encoding: .utf8)
      let text = try Command.run(["strategy", "stock", folder + "/s.csv"] + arguments)
      #expect(text.status == 0 && text.output.contains("2022: the stock falls faster than units retire"))
      #expect(text.output.contains("of it early") == (rule != "none"))
      #expect(text.output.contains("units enter at the end of a year"))
      return try Command.run(["strategy", "stock", folder + "/s.csv"] + arguments + ["--json"])
    }
    let result = try json.decoded(Result.self)
    #expect(result.problems?.map(\.year) == [2022, 2023])
    let inflow = try #require(result.inflow)
    if rule == "none" {
      #expect(inflow[2] < 0 && inflow[3] < 0 && result.early_retirement == nil)
    } else {
      #expect(inflow[2] == 0 && inflow[3] == 0 && result.early_retirement?.rule == rule)
      #expect(result.outflow?[2] == 60 && result.outflow?[3] == 40)
      #expect(result.early_retirement?.retired[2] == result.problems?[0].excess)
    }
  }

  @Test func severalColumnsAreSeveralSeries() throws {
    let file = "year,cars,buses,source\n2020,1,2,x\n2021,3,4,y\n"
    let arguments = ["--driven", "inflow", "--lifetime", "fixed:9", "--age", "end"]
    let all = try withFolder { folder in
      try file.write(toFile: folder + "/s.csv", atomically: true, encoding: .utf8)
      let csv = try Command.run(
        ["strategy", "stock", folder + "/s.csv"] + arguments + ["--csv", "--cohorts"])
      #expect(csv.lines.count == 5)
      #expect(
        csv.lines[0] == "series,year,inflow,stock,outflow,retired_early,driven,lifetime,age_convention,"
          + "cohort_2020,cohort_2021")
      #expect(csv.lines[4] == "buses,2021,4.0,6.0,0.0,0.0,inflow,fixed:years=9.0,end,2.0,4.0")
      let one = try Command.run(
        ["strategy", "stock", folder + "/s.csv"] + arguments + ["--json", "--column", "buses"]
      ).decoded(Result.self)
      #expect(one.stock == [2, 6])
      return try Command.run(["strategy", "stock", folder + "/s.csv"] + arguments + ["--json"])
    }
    let result = try all.decoded(Result.self)
    #expect(result.series?.map(\.name) == ["cars", "buses"])
    #expect(result.series?.map(\.stock) == [[1, 4], [2, 6]])
  }

  @Test(arguments: [
    ("2020,1\n2020,2\n", 3, "twice"), ("2020,1\n2022,2\n", 3, "2021 is missing"),
    ("2020,1\n2019,2\n", 3, "ascend"), ("2020,1\nx,2\n", 3, "'x'"), ("2020,1\n2021,two\n", 3, "'two'"),
    ("2020,1\n2021,\n", 3, "empty"), ("2020,-1\n", 2, "0 or more"), ("2020.5,1\n", 2, "2020.5"),
    ("2020,nan\n", 2, "nan"), ("2020,1,3\n", 2, "field"),
  ])
  func badLinesAreNamed(rows: String, line: Int, expected: String) throws {
    let outcome = try Self.run(
      "year,inflow\n" + rows, "--driven", "inflow", "--lifetime", "fixed:9", "--age", "end")
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    #expect(outcome.messages.contains("series.csv:\(line): ") && outcome.messages.contains(expected))
  }

  @Test func badFilesAreNamed() throws {
    let arguments = ["--driven", "inflow", "--lifetime", "fixed:9", "--age", "end"]
    for (text, expected) in [
      ("yaer,inflow\n2020,1\n", ":1: there is no column year; is 'yaer' meant?"),
      ("year,unit\n2020,kt\n", ":1: there is no column of values"), ("year,inflow\n", "no row"),
      ("year,inflow,unit\n2020,1,kt\n2021,2,t\n", ":3: the unit 't'"),
    ] {
      let outcome = try withFolder { folder in
        try text.write(toFile: folder + "/s.csv", atomically: true, encoding: .utf8)
        return try Command.run(["strategy", "stock", folder + "/s.csv"] + arguments)
      }
      #expect(outcome.status == 65 && outcome.messages.contains(expected), "\(outcome.messages)")
    }
    let missing = try Command.run(["strategy", "stock", "nowhere.csv"] + arguments)
    #expect(missing.status == 66)
    let huge = try Self.run(
      "year,inflow\n2020,1e308\n2021,1e308\n", "--driven", "inflow", "--lifetime", "fixed:9", "--age", "end")
    #expect(huge.status == 65 && huge.messages.contains("too large"))
  }

  @Test func wrongUseIsExplained() throws {
    for (arguments, expected) in [
      (["--driven", "inflow", "--lifetime", "fixed:9"], "none is assumed"),
      (["--lifetime", "fixed:9", "--age", "end"], "--driven"),
      (["--driven", "inflow", "--age", "end"], "--lifetime"),
      (["--driven", "inflow", "--lifetime", "wiebull:shape=1,scale=2", "--age", "end"], "'weibull' meant"),
      (["--driven", "inflow", "--lifetime", "normal:mean=3", "--age", "end"], "needs sd"),
      (["--driven", "stock", "--lifetime", "fixed:1", "--age", "start"], "S = 0 at age 1.0"),
      (["--driven", "inflow", "--lifetime", "fixed:9", "--age", "end", "--cohorts"], "--json or --csv"),
      (
        ["--driven", "inflow", "--lifetime", "fixed:9", "--age", "end", "--column", "inflw"], "'inflow' meant"
      ),
      (
        ["--driven", "inflow", "--lifetime", "fixed:9", "--age", "end", "--early-retirement", "oldest"],
        "--driven stock"
      ),
    ] {
      let outcome = try withFolder { folder in
        try Self.rising.write(toFile: folder + "/s.csv", atomically: true, encoding: .utf8)
        return try Command.run(["strategy", "stock", folder + "/s.csv"] + arguments)
      }
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      let words = outcome.messages.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains(expected), "\(outcome.messages)")
    }
    let other = try Self.run(
      "year,cars,stock\n2020,1,2\n", "--driven", "inflow", "--lifetime", "fixed:9", "--age", "end")
    #expect(other.status == 64 && other.messages.contains("--column"))
  }

  /// The result of one run can be the file of the next: the column that drives is taken.
  @Test func theColumnThatDrivesIsTaken() throws {
    let file = "year,inflow,stock,outflow\n2020,5,2,0\n2021,7,3,1\n"
    for (driven, stock) in [("inflow", [5.0, 12]), ("stock", [2, 3])] {
      let outcome = try Self.run(
        file, "--driven", driven, "--lifetime", "fixed:9", "--age", "end", "--json")
      #expect(try outcome.decoded(Result.self).stock == stock)
    }
  }
}
