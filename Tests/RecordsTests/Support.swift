import Foundation
import Records
import Testing
import Values

/// Where the project is.
enum Project {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// Python with the packages of Tests/requirements.txt.
  static let python = root + "/.build/python/bin/python"
  static let hasPython = FileManager.default.isExecutableFile(atPath: python)
  static let noPython: Comment = "the packages of Tests/requirements.txt are not installed (make deps-test)"

  /// A file of this folder of tests.
  static func script(_ name: String) -> String { root + "/Tests/RecordsTests/" + name }
}

/// Counts the records of each type.
struct Tally: LedgerState {
  var counts: [String: Int] = [:]
  private var changed: Set<String> = []

  init() {}
  init(documents: [Document]) throws {
    for document in documents { counts[document.key] = Int(String(decoding: document.body, as: UTF8.self)) }
  }
  mutating func apply(_ record: Record) throws {
    if record.type == "unknowable" { throw Unknowable() }
    if record.type == "clear" {
      changed.formUnion(counts.keys)
      counts = [:]
      return
    }
    counts[record.type, default: 0] += 1
    changed.insert(record.type)
  }
  mutating func takeChanges() -> [DocumentChange] {
    defer { changed = [] }
    return changed.map { key in
      DocumentChange(kind: "tally", key: key, body: counts[key].map { Array(String($0).utf8) })
    }
  }
  var allDocuments: [Document] {
    counts.map { Document(kind: "tally", key: $0.key, body: Array(String($0.value).utf8)) }
  }
}

struct Unknowable: Error {}
struct Refused: Error, Equatable {}

/// A kind of store, opened anew by each call in the same place.
enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgres

  /// Those that can be tested here.
  static var installed: [Kind] { PostgresServer.isInstalled ? [.sqlite, .postgres] : [.sqlite] }

  var testDescription: String { rawValue }

  /// Where an empty store can be.
  func location(in folder: String) throws -> String {
    switch self {
    case .sqlite: folder + "/records.sqlite"
    case .postgres: try PostgresServer.shared.get().database()
    }
  }

  /// Opens a store, for tests: without a large write-ahead log.
  func open(_ location: String) throws -> any RecordStore {
    switch self {
    case .sqlite: try SQLiteStore(path: location, logSize: 1 << 20)
    case .postgres: try PostgresStore(url: location)
    }
  }

  /// Changes what is stored by another program than ours.
  func run(sql: String, at location: String) throws {
    switch self {
    case .sqlite:
      let outcome = try Subprocess.run(
        "/usr/bin/python3",
        [
          "-c",
          "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()",
          location, sql,
        ])
      try #require(outcome.status == 0, "\(outcome.messages)")
    case .postgres:
      // Tables are in a schema of their own there.
      try PostgresServer.shared.get().run(sql: "SET search_path = denchi; " + sql, in: location)
    }
  }
}

/// Runs with a new folder that is removed afterwards.
func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory.path + "/denchi-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

/// Another program.
enum Subprocess {
  struct Outcome {
    var status: Int32
    var output: String
    var messages: String
  }

  /// Runs it to its end.
  static func run(_ path: String, _ arguments: [String], input: String = "") throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.path + "/denchi-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try input.write(toFile: folder + "/in", atomically: false, encoding: .utf8)
    for name in ["out", "err"] {
      _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle(forReadingAtPath: folder + "/in")
    process.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
    process.standardError = FileHandle(forWritingAtPath: folder + "/err")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")), as: UTF8.self)
    }
    return Outcome(status: process.terminationStatus, output: try text("out"), messages: try text("err"))
  }
}
