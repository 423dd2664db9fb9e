import ArgumentParser
import Foundation

/// `denchi demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Everything on real data: computes packs, then lets two companies exchange.",
    discussion: """
      Computes the packs of `denchi packs` and writes their page. Then runs two companies' \
      nodes on this machine, filled with the published chain: A asks B for the footprint \
      of a cell over PACT, and B answers. The addresses and sign-ins are printed; the nodes \
      serve until Ctrl-C. Their records are made anew each time.
      """)

  @Option(help: ArgumentHelp("The folder for the page and the nodes' records.", valueName: "folder"))
  var out = "denchi-demo"

  @Flag(help: "Runs the nodes only, and prints one line of JSON that says how to reach them.")
  var json = false

  func run() async throws {
    if !json { try PacksCommand.parse(["--out", out]).run() }
    try await ServeDemo(
      folder: URL(fileURLWithPath: out).appendingPathComponent("nodes").path,
      chain: PacksCommand.publishedChain(), json: json
    ).run()
  }
}
