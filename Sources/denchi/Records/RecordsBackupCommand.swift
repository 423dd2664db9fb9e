import ArgumentParser
import Foundation
import Node
import Records

/// `denchi records backup`
struct RecordsBackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Writes everything into one new file, while the node runs.",
    discussion: """
      The file is a SQLite database, also for records on PostgreSQL: records, derived \
      tables, attachments, checkpoints and secrets (hashes of passwords and keys, the \
      signing key), all as of one moment. Keep it as safe as the database.
      """)

  @Argument(help: "The file to write; it must not be there yet.")
  var to: String

  @OptionGroup var database: DatabaseOption

  @Flag(help: "Prints JSON.")
  var json = false

  func run() throws {
    guard !FileManager.default.fileExists(atPath: to) else {
      throw Failure.cannotCreate("\(to): it is there already; give a new name")
    }
    let count = try database.with(.read) { store in
      try Progress.show("copying") { try store.backup(to: to, progress: $0) }
      let copy = try SQLiteStore(path: to, for: .read)
      defer { copy.close() }
      return try copy.head().count
    }
    if json {
      let text = JSON.object([("file", .string(to)), ("records", .integer(Int(count)))]).encoded()
      try Terminal.output.write(text + "\n")
    } else {
      try Terminal.output.write("\(DisplayWidth.plain(to)): \(NumberText.count(Int(count), "record")).\n")
    }
  }
}
