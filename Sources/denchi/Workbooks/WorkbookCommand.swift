import ArgumentParser
import Foundation
import Node
import Spreadsheet

/// `denchi workbook`
struct WorkbookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workbook",
    abstract: "Plants, parts, structures and footprints in a spreadsheet: template, check, plan.",
    discussion: """
      A workbook is an XLSX file with the sheets Plants, Parts, Structure and \
      Footprints, or CSV files of these names; titles may be English or Japanese. \
      These commands work on files; the console of a node takes workbooks in.
      """,
    subcommands: [WorkbookTemplateCommand.self, WorkbookCheckCommand.self, WorkbookPlanCommand.self])
}

extension WorkbookLanguage: ExpressibleByArgument {}

/// `denchi workbook template`
struct WorkbookTemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Writes an empty workbook with example rows and explanations.",
    discussion: "A name that ends in .xlsx gives a workbook, any other a folder of CSV files.")

  @Argument(help: "The file (.xlsx) or folder to write.")
  var output: String

  @Option(help: "The language of names and titles: en or ja.")
  var language = WorkbookLanguage.english

  func run() throws {
    let template = PartsWorkbook.template(language: language)
    if output.lowercased().hasSuffix(".xlsx") {
      try OutputFile.write(try template.xlsx(), to: output)
    } else {
      for file in template.csv() { try OutputFile.write(file.data, to: "\(output)/\(file.fileName)") }
    }
    try Terminal.messages.write("\(DisplayWidth.plain(output)) is written.\n")
  }
}

/// `denchi workbook check`
struct WorkbookCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks a workbook and reports every problem by sheet, row and column.",
    discussion: """
      Plants and parts that have no sheet in the files are taken to be there. The \
      exit status is 65 if there is a problem, 66 if a file is not there.
      """)

  @Argument(help: "The workbook (.xlsx), a folder of CSV files, or CSV files.")
  var files: [String]

  @Option(help: "The language of messages: en or ja.")
  var language = WorkbookLanguage.english

  @Flag(help: "Prints JSON: problems, notes, and the number of rows of each sheet.")
  var json = false

  func run() throws {
    let report = WorkbookReport(try WorkbookFiles.read(files), files: files) { $0.check() }
    try Terminal.output.write(json ? report.json(withItems: false) : report.text(language, withItems: false))
    guard report.problems.isEmpty else { throw ExitCode(65) }
  }
}

/// `denchi workbook plan`
struct WorkbookPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what a workbook would create and change, without writing anything.",
    discussion: """
      Without --beside it is planned for a company that has nothing yet. A node's \
      console shows the plan for what it holds.
      """)

  @Argument(help: "The workbook (.xlsx), a folder of CSV files, or CSV files.")
  var files: [String]

  @Option(help: "An earlier export of the company, to compare with.")
  var beside: String?

  @Option(help: "The language of messages: en or ja.")
  var language = WorkbookLanguage.english

  @Flag(help: "Prints JSON: problems, notes, and each thing with its action and fields.")
  var json = false

  func run() throws {
    let export = try beside.map { try WorkbookFiles.read([$0]) }
    let report = WorkbookReport(try WorkbookFiles.read(files), files: files) { workbook in
      switch export {
      case .success(let export)?: workbook.plan(beside: export)
      default: workbook.check()
      }
    }
    if case .failure(let problems)? = export {
      throw Failure.data(problems.problems.map { "\(beside ?? ""): \($0.english)" })
    }
    try Terminal.output.write(json ? report.json(withItems: true) : report.text(language, withItems: true))
    guard report.problems.isEmpty else { throw ExitCode(65) }
  }
}

/// Files of a workbook.
enum WorkbookFiles {
  /// - Parameter paths: files, or folders of CSV files.
  /// - Throws: `Failure.notFound`.
  static func read(_ paths: [String]) throws -> Result<PartsWorkbook, WorkbookProblems> {
    var files: [(data: [UInt8], fileName: String)] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Failure.notFound(["\(path): there is no such file or folder"])
      }
      let names =
        isFolder.boolValue
        ? try FileManager.default.contentsOfDirectory(atPath: path).filter {
          $0.lowercased().hasSuffix(".csv")
        }
        .sorted().map { "\(path)/\($0)" } : [path]
      guard !names.isEmpty else { throw Failure.notFound(["\(path): there is no CSV file in this folder"]) }
      for name in names {
        guard let data = FileManager.default.contents(atPath: name) else {
          throw Failure.notFound(["\(name): the file cannot be read"])
        }
        files.append((Array(data), URL(fileURLWithPath: name).lastPathComponent))
      }
    }
    return Result { () throws(WorkbookProblems) in try PartsWorkbook.read(files: files) }
  }
}
