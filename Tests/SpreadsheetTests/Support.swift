import Foundation
import Spreadsheet
import Testing

enum Project {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let python = root + "/.build/python/bin/python"
  static var hasPython: Bool { FileManager.default.isExecutableFile(atPath: python) }
  static let office = ["/usr/bin/soffice", "/usr/bin/libreoffice"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Runs a program; its standard output.
  @discardableResult
  static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: output) }
    process.standardOutput = FileHandle(forWritingAtPath: output.path)
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self))
  }

  /// Runs a Python script of this folder with the peers of Tests/requirements.txt.
  static func python(_ script: String, _ arguments: String...) throws -> String {
    let (status, output) = try run(python, [root + "/Tests/SpreadsheetTests/" + script] + arguments)
    #expect(status == 0)
    return output
  }
}

/// Runs with a new folder that is removed afterwards.
func withFolder<T>(_ body: (String) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    .path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

func read(_ path: String) throws -> Workbook {
  try Workbook(reading: try bytes(path), fileName: URL(fileURLWithPath: path).lastPathComponent)
}

func read(csv text: String, name: String = "Parts.csv") throws -> Sheet {
  try #require(try Workbook(reading: Array(text.utf8), fileName: name).sheets.first)
}

/// What reading gives as a problem; nil where it succeeds.
func problem(_ data: [UInt8], name: String = "a.xlsx") -> SpreadsheetProblem? {
  do {
    _ = try Workbook(reading: data, fileName: name)
    return nil
  } catch {
    return error
  }
}

/// Numbers that are the same in every run.
struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
