import Foundation
import Node
import Spreadsheet
import Testing

/// `denchi workbook` on files.
@Suite struct WorkbookCommandTests {
  static var denchi: String {
    get throws {
      let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      let candidates = [
        folder.appendingPathComponent("denchi").path, Project.root + "/.build/release/denchi",
      ]
      return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0) })
    }
  }

  func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    try Project.run(try Self.denchi, ["workbook"] + arguments)
  }

  @Test func theTemplateIsWrittenAndItsExamplesAreReported() throws {
    try withFolder { folder in
      let file = folder + "/new/t.xlsx"
      #expect(try run("template", file, "--language", "ja").status == 0)
      #expect(try read(file).sheets.map(\.name) == ["Read me はじめに", "事業所", "部品", "部品構成", "CFP"])
      let check = try run("check", file, "--json")
      #expect(check.status == 65)
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any])
      let problems = try #require(json["problems"] as? [[String: Any]])
      #expect(problems.count == 8 && json["problemCount"] as? Int == 8)
      #expect(problems[0]["sheet"] as? String == "事業所" && problems[0]["row"] as? Int == 2)
      #expect(try run("template", folder + "/csv").status == 0)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/csv").sorted() == [
          "Footprints.csv", "Parts.csv", "Plants.csv", "Structure.csv",
        ])
      #expect(
        try run("check", folder + "/csv").output.contains("Parts, row 3: this is the template's example row"))
    }
  }

  @Test func aWorkbookIsCheckedAndPlanned() throws {
    try withFolder { folder in
      for (name, text) in [
        ("Plants", Sample.plants), ("Parts", Sample.parts), ("Structure", Sample.structure),
        ("Footprints", Sample.footprints),
      ] {
        try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
      }
      let check = try run("check", folder)
      #expect(
        check.status == 0 && check.output.contains("1 plants, 4 parts, 2 structure, 3 footprints: no problem")
      )
      let plan = try run("plan", folder)
      #expect(plan.status == 0 && plan.output.contains("9 to create, 0 to change, 0 left alone"))
      let json = try run("plan", folder, "--json", "--beside", folder)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let items = try #require(object["items"] as? [[String: Any]])
      #expect(items.count == 9 && items.allSatisfy { $0["action"] as? String == "leave" })
      #expect(try run("check", folder + "/none.xlsx").status == 66)
      #expect(try run("nonsense").status == 64)
    }
  }
}
