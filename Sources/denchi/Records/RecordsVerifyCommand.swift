import ArgumentParser
import Foundation
import Node
import Records
import Values

/// `denchi records verify`
struct RecordsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks that nothing was lost or changed.",
    discussion: """
      Reads every record: hashes, chain, canonical form, signed checkpoints, and \
      whether the derived tables and attachments are what the records say. Each \
      problem is a line of standard output; the exit status is then 65.

      With --bundle it checks the proof of one record, as 'denchi records prove' \
      writes it, without a database: all it takes is the log's public key.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: ArgumentHelp("The proof of a record to check instead of a database.", valueName: "file"))
  var bundle: String?

  @Option(
    help: ArgumentHelp(
      "The public key that checkpoints must be signed with, as 'denchi records checkpoint --key' prints it.",
      valueName: "key"))
  var key: String?

  @Flag(help: "Prints JSON.")
  var json = false

  func run() throws {
    let key = try self.key.map { text in
      guard let key = VerifierKey(text) else {
        throw Failure.usage("--key is no public key of a log: it has the form NAME+ID+KEY")
      }
      return key
    }
    guard let bundle else { return try verifyDatabase(key) }
    guard let key else {
      throw Failure.usage("--bundle needs --key: the log's public key, got from its owner in another way")
    }
    try verify(bundle, key)
  }

  private func verifyDatabase(_ key: VerifierKey?) throws {
    let report = try database.with(.read) { store in
      try Progress.show("checking") { try LogVerifier<World>(store: store, key: key).run(progress: $0) }
    }
    let terminal = Terminal.output
    try terminal.write(json ? text(report.json) : report.text(database.name, for: terminal))
    guard report.isSound else { throw ExitCode(65) }
  }

  private func verify(_ path: String, _ key: VerifierKey) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure.notFound(["\(path): no such file"])
    }
    let (record, checkpoint, continues) = try DatabaseOption.translated {
      guard let value = try? JSONValue(parsing: data) else {
        throw Failure.data(["\(path): this is no JSON"])
      }
      let bundle = try ProofBundle(json: value)
      let (record, checkpoint) = try bundle.verify(key: key)
      return (record, checkpoint, bundle.since?.consistency.first)
    }
    guard !json else {
      return try Terminal.output.write(
        text(
          .object(leavingOut: [
            ("sequence", .integer(Int(record.sequence))), ("time", .string(record.time.description)),
            ("type", .string(record.type)), ("actor", .string(record.actor)),
            ("origin", .string(checkpoint.origin)), ("size", .integer(Int(checkpoint.size))),
            ("root", .string(checkpoint.root.description)), ("signed", .text(checkpoint.time?.description)),
            ("continues", continues.map { .integer(Int($0)) }),
          ])))
    }
    var lines =
      "Record \(record.sequence) (\(record.type), \(record.time)) is in the log \(checkpoint.origin), "
      + "which had \(NumberText.count(Int(checkpoint.size), "record"))"
    if let time = checkpoint.time { lines += " at \(time)" }
    lines += ".\n"
    if let continues {
      lines += "The log continues the earlier checkpoint of \(NumberText.count(Int(continues), "record")).\n"
    }
    try Terminal.output.write(
      lines.split(separator: "\n").map { DisplayWidth.plain(String($0)) + "\n" }.joined())
  }

  private func text(_ json: JSON) -> String { json.encoded() + "\n" }
}

extension VerificationReport {
  var json: JSON {
    .object(leavingOut: [
      ("sound", .bool(isSound)), ("records", .integer(Int(records))), ("root", .string(root.description)),
      ("checkpoints", .integer(checkpoints)), ("documents", .integer(documents)),
      ("attachments", .integer(attachments)), ("verifierKey", .text(key?.description)),
      ("problems", .array(problems.map { .string($0) })), ("problemCount", .integer(problemCount)),
    ])
  }

  func text(_ name: String, for terminal: Terminal) -> String {
    var text = problems.map { terminal.styled(DisplayWidth.plain($0), .red) + "\n" }.joined()
    if problemCount > problems.count {
      text += "and \(NumberText.count(problemCount - problems.count, "more problem"))\n"
    }
    let counts = [
      NumberText.count(Int(records), "record"), NumberText.count(checkpoints, "checkpoint"),
      NumberText.count(documents, "document"), NumberText.count(attachments, "attachment"),
    ]
    let verdict = isSound ? "nothing lost or changed" : NumberText.count(problemCount, "problem")
    text += "\(DisplayWidth.plain(name)): \(counts.joined(separator: ", ")): "
    text += terminal.styled(verdict, isSound ? .green : .red) + ".\n"
    text += "root \(root)\n"
    if let key { text += "key  \(DisplayWidth.plain(key.description))\n" }
    return text
  }
}
