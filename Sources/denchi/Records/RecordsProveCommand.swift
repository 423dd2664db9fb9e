import ArgumentParser
import Foundation
import Node
import Records

/// `denchi records prove`
struct RecordsProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Writes the proof that a record is in the log.",
    discussion: """
      One JSON file with the record, the hashes that lead from it to the root, and \
      the signed checkpoint with that root. Whoever has the log's public key can check \
      it with 'denchi records verify --bundle FILE --key KEY', or with a program of \
      their own.
      """)

  @Argument(help: "The record's number.")
  var sequence: Int64

  @OptionGroup var database: DatabaseOption

  @Option(
    help: ArgumentHelp(
      "A checkpoint that somebody got earlier: the proof then also shows that the log only grew since.",
      valueName: "file"))
  var since: String?

  @Option(help: ArgumentHelp("The file to write instead of standard output.", valueName: "file"))
  var output: String?

  func run() throws {
    let note = try since.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Failure.notFound(["\(path): no such file"])
      }
      return String(decoding: data, as: UTF8.self)
    }
    let sequence = sequence
    let bundle = try database.with(.read) { store in
      let ledger = try Ledger<World>(store: store)
      return try waiting { try await ledger.proof(of: sequence, since: note) }
    }
    let text = JSON(bundle.json).encoded() + "\n"
    guard let output else { return try Terminal.output.write(text) }
    try OutputFile.write(text, to: output)
  }
}
