import ArgumentParser
import Node
import Records

/// `denchi records rebuild`
struct RecordsRebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Derives all tables anew from the records.",
    discussion: "Says how many rows were missing, changed or too many. Stop the node before.")

  @OptionGroup var database: DatabaseOption

  @Flag(help: "Prints JSON.")
  var json = false

  func run() throws {
    let (documents, differences) = try database.with(.own) { store in
      try Progress.show("deriving") { try Ledger<World>.rebuild(store, progress: $0) }
    }
    if json {
      let text = JSON.object([("documents", .integer(documents)), ("differences", .integer(differences))])
        .encoded()
      try Terminal.output.write(text + "\n")
    } else {
      let what = differences == 0 ? "all as they were" : "\(NumberText.count(differences)) put right"
      try Terminal.output.write("\(NumberText.count(documents, "document")), \(what).\n")
    }
  }
}
