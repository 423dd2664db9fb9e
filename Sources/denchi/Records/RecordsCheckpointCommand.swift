import ArgumentParser
import Node
import Records

/// `denchi records checkpoint`
struct RecordsCheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Signs how many records there are and what their root is.",
    discussion: """
      Prints the checkpoint (a signed note: c2sp.org/tlog-checkpoint). Somebody who \
      keeps it can later see that the log only grew since: 'denchi records prove \
      --since FILE'. The node makes checkpoints itself; this makes one now.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(
    help: ArgumentHelp(
      "The log's name, best host/path, where this is its first checkpoint.", valueName: "name"))
  var origin: String?

  @Flag(help: "Prints the public key instead, which checkpoints and proofs are checked with.")
  var key = false

  @Flag(help: "Prints JSON: the checkpoint and the public key.")
  var json = false

  func run() throws {
    let origin = origin
    let (checkpoint, key) = try database.with(.read) { store in
      let ledger = try Ledger<World>(store: store)
      let checkpoint = try waiting { try await ledger.checkpoint(origin: origin) }
      return (checkpoint, try CheckpointKey(of: store).verifier)
    }
    if let origin, origin != checkpoint.origin {
      try Terminal.messages.write(
        DisplayWidth.plain("The log has its name already, which cannot be changed: \(checkpoint.origin)")
          + "\n")
    }
    if json {
      let text = JSON.object([
        ("origin", .string(checkpoint.origin)), ("size", .integer(Int(checkpoint.size))),
        ("root", .string(checkpoint.root.description)), ("time", .text(checkpoint.time?.description)),
        ("checkpoint", .string(checkpoint.note)), ("verifierKey", .string(key.description)),
      ]).encoded()
      try Terminal.output.write(text + "\n")
    } else {
      try Terminal.output.write(self.key ? key.description + "\n" : checkpoint.note)
    }
  }
}
