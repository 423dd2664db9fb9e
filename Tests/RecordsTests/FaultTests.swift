import Foundation
import Records
import Testing
import Values

/// What must not be lost when processes are killed, disks are full and databases go away.
@Suite struct FaultTests {
  /// Counts tokens as the writer does.
  struct Tokens: LedgerState {
    var count = 0
    var last = ""
    init() {}
    init(documents: [Document]) throws {
      for document in documents {
        if document.key == "count" { count = Int(String(decoding: document.body, as: UTF8.self)) ?? 0 }
        if document.key == "last" { last = String(decoding: document.body, as: UTF8.self) }
      }
    }
    mutating func apply(_ record: Record) {
      count += 1
      last = record.body["token"]?.string ?? ""
    }
    mutating func takeChanges() -> [DocumentChange] { [] }
    var allDocuments: [Document] {
      count == 0
        ? []
        : [
          Document(kind: "tokens", key: "count", body: Array(String(count).utf8)),
          Document(kind: "tokens", key: "last", body: Array(last.utf8)),
        ]
    }
  }

  /// A running `records-writer`, whose lines go to a file.
  struct Writer {
    let process = Process()
    private let path: String

    init(_ arguments: [String], in folder: String) throws {
      path = folder + "/lines-\(UUID().uuidString)"
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      let built = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("records-writer").path
      let other = Project.root + "/.build/release/records-writer"
      process.executableURL = URL(
        fileURLWithPath: FileManager.default.isExecutableFile(atPath: built) ? built : other)
      process.arguments = arguments
      process.standardOutput = FileHandle(forWritingAtPath: path)
      try process.run()
    }

    /// Complete lines so far.
    func lines() throws -> [Substring] {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }

    /// Waits until there are so many lines.
    func wait(lines count: Int) throws {
      let end = Date(timeIntervalSinceNow: 60)
      while try lines().count < count {
        try #require(Date() < end && process.isRunning, "the writer does not write")
        usleep(2000)
      }
    }

    func kill() {
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  /// What the lines say was acknowledged: the number and the token.
  private func acknowledged(_ lines: [Substring]) -> [(sequence: Int64, token: String)] {
    lines.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let sequence = Int64(parts[0]) else { return nil }
      return (sequence, String(parts[1]))
    }
  }

  /// Checks that everything acknowledged is there.
  private func expectKept(_ lines: [Substring], in store: any RecordStore) throws {
    let acknowledged = acknowledged(lines)
    guard let first = acknowledged.map(\.sequence).min() else { return }
    var tokens: [Int64: String] = [:]
    try store.forEachRecord(from: first, through: store.head().count) { stored in
      tokens[stored.sequence] = Record(stored: stored)?.body["token"]?.string
    }
    for one in acknowledged { #expect(tokens[one.sequence] == one.token) }
  }

  private func expectSound(_ store: any RecordStore) throws {
    let report = try LogVerifier<Tokens>(store: store).run()
    #expect(report.isSound, "\(report.problems.prefix(5))")
  }

  @Test(arguments: Kind.installed) func fiftyKillsUnderLoadLoseNothing(kind: Kind) async throws {
    try await withFolder { folder in
      let location = try kind.location(in: folder)
      var acknowledged = 0
      for round in 0..<50 {
        let writer = try Writer([location, "--submitters", "\(1 + round % 8)"], in: folder)
        try writer.wait(lines: 2)
        usleep(UInt32.random(in: 0...120_000))
        writer.kill()
        let lines = try writer.lines()
        let store = try kind.open(location)
        try expectKept(lines, in: store)
        // Opening reads the end of the log and what is derived; every tenth time all is checked.
        let count = try Ledger<Tokens>(store: store).current.state.count
        #expect(try store.head().count == Int64(count))
        if round % 10 == 9 { try expectSound(store) }
        store.close()
        acknowledged += lines.count - 1
      }
      print("\(kind): \(acknowledged) records acknowledged in 50 rounds, none lost")
    }
  }

  @Test func aFullDiskRefusesAndTakesMoreWhenThereIsRoom() async throws {
    try await withFolder { folder in
      let path = folder + "/records.sqlite"
      let writer = try Writer([path, "--submitters", "1", "--file-limit", "100000"], in: folder)
      writer.process.waitUntilExit()
      let lines = try writer.lines()
      let refused = lines.filter { $0.hasPrefix("refused") }
      #expect(refused.count == 3)
      #expect(refused.allSatisfy { $0.contains("the database cannot be used: the disk") }, "\(refused)")
      // Before the limit was met, and after it was lifted.
      let numbers = acknowledged(lines).map(\.sequence)
      #expect(numbers.count > 5)
      #expect(numbers == Array(1...Int64(numbers.count)))
      #expect(lines.last?.hasPrefix("\(numbers.count) ") == true)
      let store = try SQLiteStore(path: path)
      #expect(try store.head().count == Int64(numbers.count))
      try expectKept(lines, in: store)
      try expectSound(store)
      store.close()
    }
  }

  @Test func aFullFileSystemRefusesAndTakesMoreWhenThereIsRoom() async throws {
    try await withFolder { folder in
      let disk = folder + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      guard getuid() == 0,
        try Subprocess.run("/bin/mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]).status == 0
      else {
        try Test.cancel("a small file system cannot be mounted here: only the limit on files is tested")
      }
      defer { _ = try? Subprocess.run("/bin/umount", ["-l", disk]) }
      let store = try SQLiteStore(path: disk + "/records.sqlite", logSize: 1 << 20)
      let ledger = try Ledger<Tokens>(store: store)
      let filler = disk + "/filler"
      _ = try Subprocess.run("/bin/dd", ["if=/dev/zero", "of=\(filler)", "bs=64k"])
      let large = String(repeating: "x", count: 50_000)
      var refusal: (any Error)?
      for _ in 0..<200 where refusal == nil {
        do {
          try await ledger.commit(actor: "a") { try $0.record("token", ["token": .string(large)]) }
        } catch {
          refusal = error
        }
      }
      #expect("\(try #require(refusal))".contains("the disk is full"))
      let count = try store.head().count
      #expect(count > 0 && count < 100)
      #expect(ledger.current.count == count)
      #expect(unlink(filler) == 0)
      try await ledger.commit(actor: "a") { try $0.record("token", ["token": "after"]) }
      #expect(try store.head().count == count + 1)
      let report = try LogVerifier<Tokens>(store: store).run()
      #expect(report.problems.allSatisfy { $0.contains("document") }, "\(report.problems)")
      store.close()
    }
  }

  @Test(.enabled(if: PostgresServer.isInstalled, PostgresServer.missing))
  func aRestartOfPostgreSQLUnderLoadLosesNothing() async throws {
    try await withFolder { folder in
      let server = try PostgresServer()
      defer { server.stop() }
      let location = try server.database()
      let writer = try Writer([location, "--submitters", "8"], in: folder)
      for _ in 0..<3 {
        try writer.wait(lines: try writer.lines().count + 200)
        try server.restart()
        try writer.wait(lines: try writer.lines().count + 200)
      }
      writer.kill()
      let store = try PostgresStore(url: location)
      let lines = try writer.lines()
      #expect(acknowledged(lines).count > 600)
      try expectKept(lines, in: store)
      // What was refused is not there.
      let tokens = Set(acknowledged(lines).map(\.token))
      let refused = lines.filter { $0.hasPrefix("refused") }.count
      let inFlight = try store.head().count - Int64(tokens.count)
      #expect(inFlight >= 0 && inFlight <= 8, "\(refused) refused, \(inFlight) there without an answer")
      try expectSound(store)
      store.close()
    }
  }

  @Test(.enabled(if: PostgresServer.isInstalled, PostgresServer.missing))
  func twoWritersOnOneDatabaseMakeOneLog() async throws {
    try await withFolder { folder in
      let location = try Kind.postgres.location(in: folder)
      let writers = try (0..<2).map { _ in
        try Writer([location, "--submitters", "4", "--count", "100"], in: folder)
      }
      for writer in writers { writer.process.waitUntilExit() }
      let store = try PostgresStore(url: location)
      #expect(try store.head().count == 800)
      for writer in writers {
        #expect(acknowledged(try writer.lines()).count == 400)
        try expectKept(try writer.lines(), in: store)
      }
      try expectSound(store)
      store.close()
    }
  }
}
