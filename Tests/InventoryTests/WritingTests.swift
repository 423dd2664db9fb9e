import Foundation
import Inventory
import Testing

@Suite struct WritingTests {
  static let names = ChainFile.allCases.map(\.fileName)

  @Test func realChainIsWrittenAsItCame() throws {
    let chain = try Chain.read(realChain, keeping: .everything)
    try withFolder { folder in
      try chain.write(to: folder.path)
      for name in Self.names {
        let before = try Data(contentsOf: URL(fileURLWithPath: realChain).appendingPathComponent(name))
        let after = try Data(contentsOf: folder.appendingPathComponent(name))
        #expect(before == after, "\(name)")
      }
      let again = try Chain.read(folder.path, keeping: .everything)
      #expect(again.tables == chain.tables)
      #expect(again.exchanges.amount == chain.exchanges.amount)
      #expect(again.ids == chain.ids)
    }
  }

  @Test func textIsKeptOnlyWhenAskedFor() throws {
    let chain = try SmallChain().read()
    #expect(chain.tables == nil)
    let error = try #require(throws: ChainWriteError.self) { try chain.write(to: "/nowhere") }
    #expect(
      error.description == "/nowhere: the text of the chain was not kept: read it with keeping: .everything")
  }

  @Test func otherFilesAreLeftAloneAndNothingTemporaryStays() throws {
    let chain = try SmallChain().read(keeping: .everything)
    try withFolder { folder in
      try "note".data.write(to: folder.appendingPathComponent("cutoffs.csv"))
      try "old".data.write(to: folder.appendingPathComponent("flows.csv"))
      try chain.write(to: folder.path)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == (Self.names + ["cutoffs.csv"]).sorted())
      #expect(try Data(contentsOf: folder.appendingPathComponent("cutoffs.csv")) == "note".data)
      #expect(
        try Data(contentsOf: folder.appendingPathComponent("flows.csv")) == SmallChain().files["flows.csv"])
    }
  }

  @Test func nothingIsWrittenWhereAFileCannotBe() throws {
    let chain = try SmallChain().read(keeping: .everything)
    try withFolder { folder in
      // A folder stands where the last file would go: no rename onto it is possible.
      let obstacle = folder.appendingPathComponent("indicators.csv/inside")
      try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
      let error = try #require(throws: ChainWriteError.self) { try chain.write(to: folder.path) }
      #expect(error.path.hasSuffix("indicators.csv"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!names.contains { $0.hasSuffix(".tmp") })
      let missing = try #require(throws: ChainWriteError.self) { try chain.write(to: folder.path + "/a/b") }
      #expect(missing.message == "No such file or directory")
    }
  }

  @Test func editingKeepsEverythingElse() throws {
    var chain = SmallChain()
    chain.set(
      "exchanges.csv", "note,activity,input,amount\nfirst,plant,mine,1.50\n\"a, b\",plant,grid,2.0\n")
    var tables = try #require(try chain.read(keeping: .everything).tables)
    tables[.exchanges].set("3", row: 1, column: "amount")
    tables[.exchanges].append(["activity": "pack", "input": "plant", "amount": "1", "unit": "kg"])
    tables[.flows].remove(rows: [0, 1, 2])
    #expect(tables[.exchanges][0, "note"] == "first")
    #expect(tables[.exchanges][0, "nothing"] == nil)
    let changed = try tables.chain()
    #expect(changed.exchanges.amount == [1.5, 3, 1])
    #expect(changed.flowRowCount == 1)
    try withFolder { folder in
      try changed.write(to: folder.path)
      let text = try String(contentsOf: folder.appendingPathComponent("exchanges.csv"), encoding: .utf8)
      #expect(
        text
          == "note,activity,input,amount,unit\nfirst,plant,mine,1.50,\n\"a, "
          + "b\",plant,grid,3,\n,pack,plant,1,kg\n"
      )
    }
    tables[.exchanges].set("x", row: 2, column: "amount")
    let problems = try #require(throws: ChainProblems.self) { try tables.chain() }
    #expect(
      problems.description
        == "exchanges.csv:4: amount 'x' is not a number: a number such as 0.012 or 1.2e-2 is expected")
  }

  @Test func byteOrderMarkAndLineEndsAreKept() throws {
    var chain = SmallChain()
    let data =
      Data([0xef, 0xbb, 0xbf]) + "id,name,unit,name_ja\r\nclimate,Climate,kg,気候\r\nwater,Water,m3,\r\n".data
    chain.files["indicators.csv"] = data
    let read = try chain.read(keeping: .everything)
    try withFolder { folder in
      try read.write(to: folder.path)
      #expect(try Data(contentsOf: folder.appendingPathComponent("indicators.csv")) == data)
    }
  }

  /// Random fields, written by Python's csv module in its two styles and read here, then written here and
  /// read there.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "Python 3 is not installed"))
  func randomTablesAgreeWithPython() throws {
    try withFolder { folder in
      try SmallChain().write(to: folder)
      let path = folder.appendingPathComponent("exchanges.csv").path
      for seed in 0..<20 {
        let program = """
          import csv, random, json, sys
          r = random.Random(\(seed))
          ends = r.choice(['\\n', '\\r\\n'])
          style = r.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
          # The module leaves a carriage return without quotation marks where lines do not end in one.
          bare = style == csv.QUOTE_MINIMAL and ends == '\\n'
          letters = 'ab,"\\n;\\t \\'電池é🔋' + ('' if bare else '\\r')
          rows = []
          for i in range(300):
              word = lambda: ''.join(r.choice(letters) for _ in range(r.choice([0, 1, 2, 5, 30])))
              rows.append(['plant', 'mine', repr(r.uniform(0.1, 9)), word(), word(), word()])
          with open(sys.argv[1], 'w', newline='', encoding='utf-8') as f:
              w = csv.writer(f, quoting=style, lineterminator=ends)
              w.writerow(['activity', 'input', 'amount', 'source', 'more', 'origin'])
              w.writerows(rows)
          print(json.dumps(rows))
          """
        let expected = try JSONDecoder().decode([[String]].self, from: try python(program, [path]).data)
        let chain = try Chain.read(folder.path, keeping: .everything)
        let table = try #require(chain.tables?[.exchanges])
        #expect(table.rowCount == expected.count)
        let cells = expected.indices.map { row in table.header.map { table[row, $0] ?? "" } }
        #expect(cells == expected, "seed \(seed)")
        #expect(expected.indices.map(chain.source(ofExchange:)) == expected.map { $0[3] }, "seed \(seed)")
        #expect(expected.indices.map(chain.origin(ofExchange:)) == expected.map { $0[5] }, "seed \(seed)")
        try chain.write(to: folder.path)
        let back = try python(
          """
          import csv, json, sys
          print(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))))
          """, [path])
        let rows = try JSONDecoder().decode([[String]].self, from: back.data)
        #expect(Array(rows.dropFirst()) == expected, "seed \(seed)")
      }
    }
  }
}
