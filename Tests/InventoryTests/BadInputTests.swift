import Foundation
import Inventory
import Testing

/// One thing wrong with the small chain, and the message that it has to give.
struct BadInput: Sendable, CustomTestStringConvertible {
  let file: String
  let old: String
  let new: String
  let expected: [String]
  var testDescription: String { "\(file): \(new.replacing("\u{0}", "zero"))" }

  init(_ file: String, _ old: String, _ new: String, _ expected: String...) {
    self.file = file + ".csv"
    self.old = old
    self.new = new
    self.expected = expected
  }
}

private let exchangeColumns =
  "activity, input, amount, [unit], [distribution], [scale], [minimum], [maximum], [origin], [source]"
private let stages = "raw_material_acquisition, main_production, distribution, use, end_of_life"
private let unclosed =
  "the quotation mark opened here is never closed: the file is cut off, or a quotation mark is "
  + "missing (inside a "
  + "quoted field it is written twice)"

@Suite struct BadInputTests {
  static let cases: [BadInput] = [
    // Ids
    BadInput(
      "activities", "grid,\"El", "plant,\"El",
      "activities.csv:4: id 'plant' is there twice: it is the id of line 3 too",
      "exchanges.csv:3: input 'grid' is no id in activities.csv",
      "flows.csv:3: activity 'grid' is no id in activities.csv"),
    BadInput(
      "activities", "pack,Pack,", ",Pack,",
      "activities.csv:6: id is empty: each activity has an id of its own",
      "exchanges.csv:6: activity 'pack' is no id in activities.csv",
      "flows.csv:5: activity 'pack' is no id in activities.csv"),
    BadInput(
      "activities", "pack,Pack,", "pack ,Pack,",
      "activities.csv:6: id 'pack ' has blanks around it, or control characters in it: take them out",
      "exchanges.csv:6: activity 'pack' is no id in activities.csv; is 'pack ' meant?",
      "flows.csv:5: activity 'pack' is no id in activities.csv; is 'pack ' meant?"),
    BadInput(
      "exchanges", "plant,grid", "plant,gird",
      "exchanges.csv:3: input 'gird' is no id in activities.csv; is 'grid' meant?"),
    BadInput(
      "exchanges", "plant,grid", "palnt,grid",
      "exchanges.csv:3: activity 'palnt' is no id in activities.csv; is 'plant' meant?"),
    BadInput(
      "exchanges", "plant,grid", "plant,",
      "exchanges.csv:3: input is empty: the id of an activity is expected"),
    BadInput(
      "exchanges", "plant,grid", "plant,an unlike thing",
      "exchanges.csv:3: input 'an unlike thing' is no id in activities.csv"),
    BadInput(
      "flows", "mine,co2", "mien,co2",
      "flows.csv:2: activity 'mien' is no id in activities.csv; is 'mine' meant?"),
    BadInput("flows", "mine,co2", "mine,", "flows.csv:2: flow is empty: the name of a flow is expected"),
    // Texts that have to be there
    BadInput(
      "activities", "mine,Mine of ore", "mine,", "activities.csv:2: name is empty: a text is expected"),
    BadInput("activities", "Plant,metal", "Plant,", "activities.csv:3: product is empty: a text is expected"),
    BadInput(
      "activities", "metal,kg", "metal,",
      "activities.csv:3: unit is empty: the unit of the product is expected, such as kg"),
    BadInput("indicators", "Water,m3", "Water,", "indicators.csv:3: unit is empty: a text is expected"),
    // Columns
    BadInput(
      "exchanges", "activity,input,amount", "activity,input,amout",
      "exchanges.csv:1: column 'amount' is missing: 'amout' looks like it; the columns are "
        + "\(exchangeColumns), those in "
        + "brackets may be missing"),
    BadInput(
      "exchanges", "activity,input,amount", "activity,Input,value",
      "exchanges.csv:1: column 'input' is missing: 'Input' looks like it; the columns are "
        + "\(exchangeColumns), those in "
        + "brackets may be missing",
      "exchanges.csv:1: column 'amount' is missing; the columns are \(exchangeColumns), those in "
        + "brackets may be missing"
    ),
    BadInput(
      "factors", "indicator,flow,factor,source", "indicator,flow,factor,flow",
      "factors.csv:1: column 'flow' is there twice: columns 2 and 4"),
    BadInput(
      "exchanges", "plant,mine,5,kg,", "plant,mine,5,", "exchanges.csv:2: 9 fields where the header has 10"),
    BadInput(
      "exchanges", "plant,mine,5,kg,", "plant,mine,5,kg,,",
      "exchanges.csv:2: 11 fields where the header has 10: a field that holds a comma needs quotation marks"),
    BadInput(
      "exchanges", "plant,mine,5,kg,normal,0.5,,,CL,measured", "plant",
      "exchanges.csv:2: 1 field where the header has 10"),
    // Numbers
    BadInput(
      "exchanges", "mine,5", "mine,five",
      "exchanges.csv:2: amount 'five' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput("exchanges", "mine,5", "mine,", "exchanges.csv:2: amount is empty: a number is expected"),
    BadInput(
      "exchanges", "mine,5", "mine,NaN",
      "exchanges.csv:2: amount 'NaN' is not a number: a finite number is expected"),
    BadInput(
      "exchanges", "mine,5", "mine,-inf",
      "exchanges.csv:2: amount '-inf' is infinite: a finite number is expected"),
    BadInput(
      "exchanges", "mine,5", "mine,1e999",
      "exchanges.csv:2: amount '1e999' is too large for a double-precision number (the largest is 1.8e308)"),
    BadInput(
      "exchanges", "mine,5", "mine,0x10",
      "exchanges.csv:2: amount '0x10' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput(
      "exchanges", "mine,5", "mine,+-5",
      "exchanges.csv:2: amount '+-5' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput(
      "exchanges", "mine,5", "mine,.",
      "exchanges.csv:2: amount '.' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput(
      "exchanges", "mine,5", "mine, 5",
      "exchanges.csv:2: amount ' 5' has blanks around the number: take them out"),
    BadInput(
      "exchanges", "mine,5", "mine,\"1,5\"",
      "exchanges.csv:2: amount '1,5' has a decimal comma: write 1.5 (or 15 if the comma separates "
        + "thousands)"),
    BadInput(
      "exchanges", "mine,5", "mine,\"1,500.5\"",
      "exchanges.csv:2: amount '1,500.5' has separators of thousands: write 1500.5"),
    BadInput(
      "exchanges", "mine,5", "mine,\"1.500,5\"",
      "exchanges.csv:2: amount '1.500,5' has separators of thousands and a decimal comma: write 1500.5"),
    BadInput(
      "exchanges", "mine,5", "mine,5%",
      "exchanges.csv:2: amount '5%' is a percentage: write it as a plain number"),
    BadInput(
      "exchanges", "mine,5", "mine,5 kg",
      "exchanges.csv:2: amount '5 kg' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput(
      "factors", "co2,1", "co2,x",
      "factors.csv:2: factor 'x' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput(
      "flows", "co2,1", "co2,Infinity",
      "flows.csv:2: amount 'Infinity' is infinite: a finite number is expected"),
    BadInput(
      "activities", "production,,2,", "production,,two,",
      "activities.csv:3: output 'two' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput(
      "activities", "production,,2,", "production,,0,",
      "activities.csv:3: output is zero: the product of one run is expected (1 unless given, -1 for "
        + "the treatment of a "
        + "waste)"),
    BadInput(
      "activities", "production,,2,", "production,,-0.0,",
      "activities.csv:3: output is zero: the product of one run is expected (1 unless given, -1 for "
        + "the treatment of a "
        + "waste)"),
    BadInput(
      "exchanges", "mine,5,kg,normal", "mine,1e308,kt,normal",
      "exchanges.csv:2: amount '1e308' is too large once it is converted to the other unit"),
    // Stages
    BadInput(
      "activities", "JP,distribution", "JP,distribtion",
      "activities.csv:6: stage 'distribtion' is unknown: one of \(stages), or nothing, is expected; "
        + "is 'distribution' "
        + "meant?"),
    // Units
    BadInput(
      "exchanges", "grid,3.6,MJ", "grid,3.6,kg",
      "exchanges.csv:3: unit 'kg' (mass) cannot be converted to 'kWh' (energy), the unit of 'grid'"),
    BadInput(
      "exchanges", "grid,3.6,MJ", "grid,3.6,barrels",
      "exchanges.csv:3: unit 'barrels' (not in the table of units) cannot be converted to 'kWh' "
        + "(energy), the unit of "
        + "'grid'"),
    BadInput(
      "exchanges", "plant,1500,g", "plant,1500,JPY",
      "exchanges.csv:6: unit 'JPY' (money (JPY)) cannot be converted to 'kg' (mass), the unit of 'plant'"),
    BadInput(
      "flows", "grid,co2,500,g", "grid,co2,500,l",
      "flows.csv:3: unit 'l' (volume) of flow 'co2' cannot be converted to 'kg' (mass), the unit of "
        + "this flow in line 2"
    ),
    BadInput(
      "flows", "dump,water,2,m3,,,,,", "dump,water,2,m3,,,,,\ndump,water,3,l,,,,,",
      "flows.csv:5: flow 'water' is in 'l' here and in 'm3' in line 4, so that nobody knows which "
        + "its factors are per: add "
        + "a column 'unit' to factors.csv"),
    BadInput(
      "factors", "indicator,flow,factor,source\nclimate,co2,1,IPCC\nwater,water,1,",
      "indicator,flow,factor,unit\nclimate,co2,1,kg\nwater,co2,1,g",
      "factors.csv:3: unit 'g' of flow 'co2' is not 'kg' as in line 2: all factors of a flow are "
        + "per the same unit"
    ),
    BadInput(
      "factors", "indicator,flow,factor,source\nclimate,co2,1,IPCC\nwater,water,1,",
      "indicator,flow,factor,unit\nclimate,co2,1,kg\nwater,water,1,kg",
      "flows.csv:4: unit 'm3' (volume) of flow 'water' cannot be converted to 'kg' (mass), the unit "
        + "that its factors are "
        + "per"),
    // Distributions
    BadInput(
      "exchanges", "MJ,lognormal", "MJ,log-normal",
      "exchanges.csv:3: distribution 'log-normal' is unknown: one of none, lognormal, normal, "
        + "uniform, triangular is "
        + "expected; is 'lognormal' meant?"),
    BadInput(
      "exchanges", "lognormal,0.1", "lognormal,",
      "exchanges.csv:3: distribution lognormal without its scale: the standard deviation of the "
        + "logarithm is expected"
    ),
    BadInput(
      "exchanges", "normal,0.5", "normal,",
      "exchanges.csv:2: distribution normal without its scale: the standard deviation, in the unit "
        + "of the amount is "
        + "expected"),
    BadInput(
      "exchanges", "lognormal,0.1", "lognormal,-0.1",
      "exchanges.csv:3: scale -0.1 is below zero: the standard deviation of the logarithm is expected"),
    BadInput(
      "exchanges", "lognormal,0.1", "lognormal,nan",
      "exchanges.csv:3: scale 'nan' is not a number: a finite number is expected"),
    BadInput(
      "exchanges", "grid,3.6,MJ", "grid,0,MJ",
      "exchanges.csv:3: distribution lognormal of amount 0: a lognormal has an amount other than zero"),
    BadInput(
      "exchanges", "triangular,,-600,-400", "triangular,,,-400",
      "exchanges.csv:4: distribution triangular without its minimum: minimum and maximum are expected"),
    BadInput(
      "exchanges", "uniform,,1000,2000", "uniform,,1000,",
      "exchanges.csv:6: distribution uniform without its maximum: minimum and maximum are expected"),
    BadInput(
      "exchanges", "triangular,,-600,-400", "triangular,,-450,-400",
      "exchanges.csv:4: minimum -450.0 is above the mode (the amount) -500.0: minimum <= mode (the "
        + "amount) <= maximum is "
        + "expected"),
    BadInput(
      "exchanges", "triangular,,-600,-400", "triangular,,-600,-550",
      "exchanges.csv:4: mode (the amount) -500.0 is above the maximum -550.0: minimum <= mode (the "
        + "amount) <= maximum is "
        + "expected"),
    BadInput(
      "exchanges", "triangular,,-600,-400", "triangular,,-400,-600",
      "exchanges.csv:4: minimum -400.0 is above the mode (the amount) -500.0: minimum <= mode (the "
        + "amount) <= maximum is "
        + "expected; of negative numbers the minimum is the one further from zero",
      "exchanges.csv:4: mode (the amount) -500.0 is above the maximum -600.0: minimum <= mode (the "
        + "amount) <= maximum is "
        + "expected; of negative numbers the minimum is the one further from zero"),
    BadInput(
      "exchanges", "uniform,,1000,2000", "uniform,,1000,x",
      "exchanges.csv:6: maximum 'x' is not a number: a number such as 0.012 or 1.2e-2 is expected"),
    BadInput(
      "flows", "normal,50", "normal,-50",
      "flows.csv:3: scale -50 is below zero: the standard deviation, in the unit of the amount "
        + "is expected"
    ),
    // Indicators and factors
    BadInput(
      "indicators", "water,Water", "climate,Water",
      "factors.csv:3: indicator 'water' is no id in indicators.csv",
      "indicators.csv:3: id 'climate' is there twice: it is the id of line 2 too"),
    BadInput(
      "factors", "climate,co2", "climte,co2",
      "factors.csv:2: indicator 'climte' is no id in indicators.csv; is 'climate' meant?"),
    BadInput(
      "factors", "climate,co2", ",co2",
      "factors.csv:2: indicator is empty: the id of an indicator is expected"),
    BadInput(
      "factors", "water,water,1,", "water,water,1,\nclimate,co2,2,",
      "factors.csv:4: indicator 'climate' has a factor for flow 'co2' in line 2 already"),
    // CSV
    BadInput(
      "exchanges", "origin,source\nplant", "origin,source\n\"plant", "exchanges.csv:2: \(unclosed)"),
    BadInput(
      "activities", "Mine of ore", "Mine of \"ore\"",
      "activities.csv:2: a quotation mark inside a field that does not begin with one: quote the "
        + "whole field and write "
        + "the mark twice"),
    BadInput(
      "factors", "co2,1,IPCC", "co2,1,\"IPCC\" AR6",
      "factors.csv:2: text follows a closing quotation mark: inside a quoted field a quotation mark "
        + "is written twice"
    ),
    BadInput(
      "factors", "IPCC", "IP\u{0}CC",
      "factors.csv:2: a zero byte: the file is not text, or is not UTF-8 (UTF-16?)"),
  ]

  @Test(arguments: cases) func badInputIsNamed(_ bad: BadInput) throws {
    var chain = SmallChain()
    try chain.edit(bad.file, bad.old, bad.new)
    let errors = try chain.errors()
    #expect(errors == bad.expected)
  }

  @Test func everythingIsReportedAtOnce() throws {
    var chain = SmallChain()
    try chain.edit("activities.csv", "JP,distribution", "JP,selling")
    try chain.edit("exchanges.csv", "mine,5", "mine,five")
    try chain.edit("exchanges.csv", "plant,grid", "plant,gird")
    try chain.edit("flows.csv", "dump,water,2,m3", "dump,water,x,m3")
    try chain.edit("factors.csv", "climate,co2", "climte,co2")
    try chain.edit("indicators.csv", "Water,m3", ",m3")
    let places = try chain.errors().map { $0.components(separatedBy: ": ")[0] }
    #expect(
      places == [
        "activities.csv:6", "exchanges.csv:2", "exchanges.csv:3", "flows.csv:4", "factors.csv:2",
        "indicators.csv:3",
      ])
  }

  @Test func missingFilesAreToldApart() throws {
    var chain = SmallChain()
    chain.files["flows.csv"] = nil
    chain.files["factors.csv"] = nil
    let problems = try #require(throws: ChainProblems.self) { try chain.read() }
    #expect(problems.isFileNotFound)
    #expect(problems.errors.map(\.file) == ["flows.csv", "factors.csv"])
    #expect(problems.errors.allSatisfy { $0.line == 0 && $0.message.hasPrefix("the file is missing in ") })
    #expect(problems.activityCount == 5)
    #expect(problems.exchangeCount == 5)
    let nowhere = try #require(throws: ChainProblems.self) { try Chain.read("/no/such/folder") }
    #expect(nowhere.isFileNotFound)
    #expect(
      nowhere.description
        == "/no/such/folder: no such folder: a folder with the CSV files of a chain is expected")
    chain = SmallChain()
    try chain.edit("exchanges.csv", "mine,5", "mine,five")
    #expect(try #require(throws: ChainProblems.self) { try chain.read() }.isFileNotFound == false)
  }

  @Test func emptyFilesAreRefused() throws {
    for (text, message) in [
      (
        "",
        "factors.csv: the file is empty: a header line with the columns indicator, flow, factor, "
          + "[unit], [source] is expected"
      ),
      (
        "\n\n",
        "factors.csv:3: no header line is there: the columns indicator, flow, factor, [unit], "
          + "[source] are expected"
      ),
      (
        "indicator,flow,factor",
        "factors.csv:1: the header line has no line break: the file is cut off, or has no rows and "
          + "needs a line break"
      ),
    ] {
      var chain = SmallChain()
      chain.set("factors.csv", text)
      #expect(try chain.errors() == [message])
    }
    var chain = SmallChain()
    chain.set("activities.csv", "id,name,product,unit\n")
    chain.set("exchanges.csv", "activity,input,amount\n")
    chain.set("flows.csv", "activity,flow,amount\n")
    #expect(try chain.errors() == ["activities.csv: no rows: a chain has at least one activity"])
  }

  @Test func otherSeparatorsAreNamed() throws {
    for (separator, name) in [(";", "semicolons"), ("\t", "tabs")] {
      var chain = SmallChain()
      let text = String(decoding: chain.files["factors.csv"] ?? Data(), as: UTF8.self)
      chain.set("factors.csv", text.replacing(",", separator))
      #expect(
        try chain.errors() == [
          "factors.csv:1: the columns are separated by \(name): separate them by commas (in Excel, "
            + "save as \"CSV UTF-8\" "
            + "with the comma as the list separator of the system)"
        ])
    }
  }

  @Test func otherEncodingsAreNamed() throws {
    var chain = SmallChain()
    let text = "indicator,flow,factor,source\nclimate,co2,1,IPCC\nwater,water,1,é\n"
    chain.files["factors.csv"] = text.data(using: .isoLatin1)
    #expect(
      try chain.errors() == ["factors.csv:3: the text is not UTF-8 (byte 0xE9): save the file as UTF-8"])
    chain.files["factors.csv"] = text.data(using: .utf16)
    #expect(
      try chain.errors() == ["factors.csv:1: the file is UTF-16: save it as UTF-8 (in Excel: \"CSV UTF-8\")"])
    chain.set("factors.csv", text.replacing("\n", "\r"))
    #expect(
      try chain.errors() == [
        "factors.csv:1: lines end in carriage returns alone: line feeds (LF or CRLF) are expected"
      ])
  }

  @Test func aThousandProblemsAreKeptAndTheRestCounted() throws {
    var chain = SmallChain()
    chain.set(
      "exchanges.csv",
      "activity,input,amount\n" + String(repeating: "plant,mine,x\nplant,nowhere,1\n", count: 2_000))
    let problems = try #require(throws: ChainProblems.self) { try chain.read() }
    #expect(problems.errors.count == 1_000)
    #expect(problems.errorCount == 4_000)
    #expect(problems.description.hasSuffix("\nand 3000 more errors"))
  }

  @Test func misspeltOptionalColumnIsWarnedOf() throws {
    var chain = SmallChain()
    try chain.edit("flows.csv", "distribution", "distribtuion")
    #expect(
      try chain.read().warnings.map(\.description).contains(
        "flows.csv:1: column 'distribtuion' looks like 'distribution': it is kept, but not read "
          + "under this name"
      ))
  }
}
