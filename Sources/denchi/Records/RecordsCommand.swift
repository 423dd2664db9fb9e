import ArgumentParser

/// `denchi records`
struct RecordsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "records",
    abstract: "Checks, proves, backs up and restores the records of a node.",
    discussion: """
      The records are an append-only log, on which everything a node knows stands: \
      docs/records.md tells its format. All commands but rebuild and restore work \
      while the node runs.
      """,
    subcommands: [
      RecordsVerifyCommand.self,
      RecordsListCommand.self,
      RecordsProveCommand.self,
      RecordsCheckpointCommand.self,
      RecordsBackupCommand.self,
      RecordsRestoreCommand.self,
      RecordsRebuildCommand.self,
    ])
}
