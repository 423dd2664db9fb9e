import ArgumentParser
import Foundation
import Node
import Records

/// `denchi records restore`
struct RecordsRestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Puts a backup in the place of a database.",
    discussion: """
      The backup is checked first. It goes into a SQLite file or into PostgreSQL, \
      wherever it was made. Stop the node before.
      """)

  @Argument(help: "The backup.")
  var from: String

  @OptionGroup var database: DatabaseOption

  @Flag(help: "Replaces the records that are there.")
  var force = false

  @Flag(help: "Prints JSON.")
  var json = false

  func run() throws {
    guard FileManager.default.fileExists(atPath: from) else {
      throw Failure.notFound(["\(from): no such file"])
    }
    let count = try DatabaseOption.translated {
      let backup = try SQLiteStore(path: from, for: .read)
      defer { backup.close() }
      let report = try Progress.show("checking") { try LogVerifier<World>(store: backup).run(progress: $0) }
      guard report.isSound else { throw Failure.data(report.problems.map { "\(from): \($0)" }) }
      try database.with(.own, makes: true) { store in
        let kept = try store.head().count
        guard kept == 0 || force else {
          throw Failure.cannotCreate(
            "\(database.name): it has \(NumberText.count(Int(kept), "record")); --force replaces them")
        }
        try Progress.show("restoring") { try store.restore(from: backup, progress: $0) }
      }
      return report.records
    }
    if json {
      let text = JSON.object([("database", .string(database.name)), ("records", .integer(Int(count)))])
        .encoded()
      try Terminal.output.write(text + "\n")
    } else {
      let name = DisplayWidth.plain(database.name)
      try Terminal.output.write("\(name): \(NumberText.count(Int(count), "record")) restored.\n")
    }
  }
}
