import Foundation
import Inventory
import Testing

@Suite struct CSVTests {
  @Test func carriageReturnsAndByteOrderMarksAreAccepted() throws {
    var chain = SmallChain()
    let plain = try chain.read()
    for (name, data) in chain.files {
      chain.files[name] =
        Data([0xef, 0xbb, 0xbf]) + String(decoding: data, as: UTF8.self).replacing("\n", "\r\n").data
    }
    let read = try chain.read()
    #expect(read.ids == plain.ids)
    #expect(read.exchanges.amount == plain.exchanges.amount)
    #expect(read.source(ofActivity: 3) == plain.source(ofActivity: 3))
    #expect(read.indicators == plain.indicators)
    #expect(read.warnings == plain.warnings)
  }

  @Test func linesAreCountedThroughQuotedLineBreaks() throws {
    var chain = SmallChain()
    chain.set(
      "exchanges.csv",
      "activity,input,amount,source\n\nplant,mine,1,\"two\nlines\"\n\nplant,mine,2,\"a "
        + "\"\"b\"\",\r\nc\"\r\nplant,mine,x,\n"
    )
    #expect(
      try chain.errors() == [
        "exchanges.csv:8: amount 'x' is not a number: a number such as 0.012 or 1.2e-2 is expected"
      ])
    try chain.edit("exchanges.csv", "mine,x", "mine,3")
    let read = try chain.read()
    #expect(read.source(ofExchange: 0) == "two\nlines")
    #expect(read.source(ofExchange: 1) == "a \"b\",\r\nc")
    #expect((0..<3).map(read.line(ofExchange:)) == [3, 6, 8])
  }

  @Test func filesThatAllEndWithoutLineBreak() throws {
    var chain = SmallChain()
    let whole = try chain.read()
    for file in ["activities.csv", "exchanges.csv", "flows.csv", "factors.csv", "indicators.csv"] {
      chain.set(
        file,
        String(
          String(decoding: chain.files[file] ?? Data(), as: UTF8.self).reversed().drop { $0.isNewline }
            .reversed()))
    }
    let read = try chain.read()
    #expect(read.exchanges.amount == whole.exchanges.amount && read.factors.factor == whole.factors.factor)
    #expect(read.warnings.contains { $0.message.contains("no line break") })
  }

  @Test func lastRowWithoutLineBreak() throws {
    var chain = SmallChain()
    // The last column is descriptive: taken, with a warning.
    chain.set("factors.csv", "indicator,flow,factor,source\nclimate,co2,1,IPCC\nwater,water,1,defin")
    #expect(
      try chain.read().warnings.map(\.description) == [
        "factors.csv:3: the last row has no line break: its 'source' may be cut off, it is taken as it is"
      ])
    // Quoted fields show their end.
    chain.set("factors.csv", "indicator,flow,factor,source\nclimate,co2,1,IPCC\nwater,water,1,\"definition\"")
    #expect(try chain.read().warnings.isEmpty)
    // A number may have lost digits.
    chain.set("factors.csv", "indicator,flow,factor\nclimate,co2,1\nwater,water,1")
    #expect(
      try chain.errors() == [
        "factors.csv:3: the last row has no line break, so that its 'factor' may be cut off: a line "
          + "break is expected"
      ])
    chain.set("factors.csv", "indicator,flow,factor,source\nclimate,co2,1,IPCC\nwater,water,1")
    #expect(
      try chain.errors() == [
        "factors.csv:3: the file ends in the middle of this row (3 fields where the header has 4, "
          + "no line break): it is "
          + "cut off"
      ])
  }

  /// A file that is cut off is refused, unless it is cut between rows or inside the text that ends its last
  /// row.
  @Test(arguments: ["activities", "exchanges", "flows", "factors", "indicators"])
  func cutOffAnywhere(_ name: String) throws {
    let whole = try SmallChain().read()
    let file = name + ".csv"
    let data = try #require(SmallChain().files[file])
    var accepted = 0
    for length in 0..<data.count {
      var chain = SmallChain()
      chain.files[file] = data.prefix(length)
      guard let read = try? chain.read() else { continue }
      accepted += 1
      let text = String(decoding: data.prefix(length), as: UTF8.self)
      let rows = text.split(separator: "\n").count - 1
      switch name {
      case "activities":
        // The exchanges name every activity: only the line break may be missing.
        #expect(length == data.count - 1 && read.ids == whole.ids)
      case "exchanges":
        #expect(read.exchangeCount == rows)
        #expect(read.exchanges.amount.elementsEqual(whole.exchanges.amount.prefix(rows)))
        #expect(read.exchanges.input.elementsEqual(whole.exchanges.input.prefix(rows)))
      case "flows":
        #expect(read.flowRowCount == rows)
        #expect(read.flows.amount.elementsEqual(whole.flows.amount.prefix(rows)))
      case "factors":
        #expect(read.factors.factor.elementsEqual(whole.factors.factor.prefix(rows)))
      default:
        #expect(read.indicators.map(\.id) == whole.indicators.prefix(rows).map(\.id))
      }
      if data[data.startIndex + length - 1] != UInt8(ascii: "\n") {
        #expect(read.warnings.contains { $0.file == file && $0.message.contains("no line break") })
      }
    }
    #expect(accepted < data.count / 2)
    #expect(accepted > 0)
  }

  /// Files with random damage are read or refused, never a crash; what is read has finite numbers and known ids.
  @Test func randomDamage() throws {
    var random = TestRandom(seed: 11)
    let pieces: [[UInt8]] = [
      [0x22], [0x2c], [0x0a], [0x0d], [0x0d, 0x0a], [0x22, 0x22], [0xe9], [0], [0xef, 0xbb, 0xbf], [0x2d],
      [0x2e],
      Array("1e999".utf8), Array("nan".utf8), Array("lognormal".utf8), Array("電".utf8),
    ]
    var read = 0
    for _ in 0..<1_000 {
      var chain = SmallChain()
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let name = try #require(chain.files.keys.sorted().randomElement(using: &random))
        var bytes = Array(chain.files[name] ?? Data())
        let place = Int.random(in: 0..<max(bytes.count, 1), using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: 0)
        case 2: bytes.replaceSubrange(place..<end, with: pieces.randomElement(using: &random) ?? [])
        default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
        }
        chain.files[name] = Data(bytes)
      }
      guard let result = try? chain.read(keeping: .everything) else { continue }
      read += 1
      #expect(result.exchanges.amount.allSatisfy(\.isFinite) && result.flows.amount.allSatisfy(\.isFinite))
      #expect(result.outputs.allSatisfy { $0 != 0 && $0.isFinite })
      let again = try #require(try result.tables?.chain())
      #expect(again.exchanges.amount == result.exchanges.amount && again.ids == result.ids)
      _ = result.graph()
    }
    #expect(read > 50 && read < 950)
  }

  /// Rows of every length around the ends of blocks, with and without quotation marks.
  @Test func blockBoundaries() throws {
    var random = TestRandom(seed: 3)
    var rows: [(amount: Int, source: String)] = []
    var text = "activity,input,amount,source\n"
    for amount in 1...40_000 {
      let length = Int.random(in: 0...120, using: &random)
      var source = String(repeating: "源s", count: length / 2)
      if amount % 3 == 0 { source += ", \"quoted\"\n" }
      rows.append((amount, source))
      let field = amount % 3 == 0 ? "\"" + source.replacing("\"", "\"\"") + "\"" : source
      text += "plant,mine,\(amount),\(field)\n"
    }
    // Fields longer than a block.
    let long = String(repeating: "長い ", count: 600_000)
    rows.append((40_001, long))
    text += "plant,mine,40001,\(long)\nplant,mine,40002,\"\(long)\"\n"
    rows.append((40_002, long))
    var chain = SmallChain()
    try chain.edit("activities.csv", "Mine of ore,ore,t,", "Mine of ore,ore,kg,")
    chain.set("exchanges.csv", text)
    let read = try chain.read()
    #expect(read.exchanges.amount == rows.map { Double($0.amount) })
    #expect(rows.indices.allSatisfy { read.source(ofExchange: $0) == rows[$0].source })
    #expect(read.line(ofExchange: 3) == 6)
  }

  @Test func aRowThatNeverEndsIsRefused() throws {
    var chain = SmallChain()
    chain.set(
      "factors.csv",
      "indicator,flow,factor,source\nclimate,co2,1,\"\n"
        + String(repeating: "water,water,1,\n", count: 2_000_000))
    #expect(
      try chain.errors() == [
        "factors.csv:2: the row that begins here is longer than 16 MB: is a quotation mark missing?"
      ])
  }

  @Test func hundredMegabytes() throws {
    try withFolder { folder in
      try SmallChain().write(to: folder)
      let path = folder.appendingPathComponent("exchanges.csv")
      var portion = "activity,input,amount,unit,source\n".data
      try portion.write(to: path)
      let rows = "plant,mine,1.25,kg,\(String(repeating: "a source ", count: 9))\nplant,grid,2,kWh,\"x, y\"\n"
      portion = String(repeating: rows, count: 10_000).data
      let handle = try FileHandle(forWritingTo: path)
      try handle.seekToEnd()
      var bytes = 0
      var count = 0
      while bytes < 100_000_000 {
        try handle.write(contentsOf: portion)
        bytes += portion.count
        count += 20_000
      }
      try handle.write(contentsOf: "plant,mine,x,kg,\n".data)
      try handle.close()
      let problems = try #require(throws: ChainProblems.self) { try Chain.read(folder.path) }
      #expect(
        problems.description
          == "exchanges.csv:\(count + 2): amount 'x' is not a number: a number such as 0.012 or "
          + "1.2e-2 is expected"
      )
      #expect(problems.exchangeCount == count + 1)
      let size = try #require(FileManager.default.attributesOfItem(atPath: path.path)[.size] as? Int)
      try FileHandle(forWritingTo: path).truncate(atOffset: UInt64(size - 17))
      let chain = try Chain.read(folder.path)
      #expect(chain.exchangeCount == count)
      let sum: Double = chain.exchanges.amount.reduce(0, +)
      let expected: Double = Double(count / 2) * 2.00125
      #expect(abs(sum / expected - 1) < 1e-9)
    }
  }
}
