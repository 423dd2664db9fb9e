import ArgumentParser
import Foundation

/// `denchi demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Everything on real data: computes, writes a page, lets two companies exchange.",
    discussion: """
      First, six cell chemistries and two electricity mixes of the published chain in \
      Examples/nmc: footprints, contributions, uncertainty and comparison, as short \
      tables and as one HTML file in English and Japanese that needs nothing else. Then \
      two companies' nodes on this machine, filled with that chain: one asks the other \
      for a footprint over PACT and gets it. They serve until Ctrl-C.

      With --json only the nodes run, and one line of JSON says how to reach them. With \
      --no-serve only the packs are computed; --json then prints their results.

      Pictures are drawn by D3, which is taken from Debian's package node-d3 when the \
      page is written; the environment variable DENCHI_D3 names another folder that \
      holds d3 and d3-sankey.
      """)

  @Option(help: ArgumentHelp("The folder that index.html is written to.", valueName: "folder"))
  var out = "denchi-demo"

  @Option(help: ArgumentHelp("Another chain than the published one of Examples/nmc.", valueName: "folder"))
  var chain: String?

  @Option(help: ArgumentHelp("Monte Carlo samples; 0 for none.", valueName: "n"))
  var samples = 1_000

  @Option(help: ArgumentHelp("The seed of the samples.", valueName: "s"))
  var seed: UInt64 = 1

  @Flag(help: "Prints JSON instead of tables and sentences.")
  var json = false

  @Flag(inversion: .prefixedNo, help: "Runs the two companies' nodes.")
  var serve = true

  func validate() throws {
    guard samples == 0 || (2...1_000_000).contains(samples) else {
      throw ValidationError("--samples must be 0 or from 2 to 1,000,000.")
    }
  }

  func run() async throws {
    if !serve || !json { try computePacks() }
    if serve {
      try await ServeDemo(
        folder: URL(fileURLWithPath: out).appendingPathComponent("nodes").path,
        chain: Self.publishedChain(), json: json
      ).run()
    }
  }

  private func computePacks() throws {
    let folder = try chain ?? Self.publishedChain()
    let loaded = try LoadedChain(folder: folder, keeping: .everything)
    let report = try DemoBuilder(loaded).report(samples: samples, seed: seed)
    let libraries = DemoPage.installedLibraries()
    let page = DemoPage(report: report, command: command, date: Date(), libraries: libraries)
    let path = try write(page.html())
    let terminal = Terminal.output
    guard !json else { return try terminal.write(report.json(page: path).encoded() + "\n") }
    try terminal.write(report.text(for: terminal) + "The page: \(path)\n")
    if libraries.isEmpty {
      try Terminal.messages.write(
        "The page has tables only: install Debian's package node-d3 for its pictures.\n")
    }
  }

  private var command: String {
    (["denchi demo"] + (chain.map { ["--chain \(Self.quoted($0))"] } ?? [])
      + (samples == 1_000 ? [] : ["--samples \(samples)"]) + (seed == 1 ? [] : ["--seed \(seed)"]))
      .joined(separator: " ")
  }

  /// A path as a shell takes it for one word.
  static func quoted(_ path: String) -> String {
    let isPlain = !path.isEmpty && path.allSatisfy { $0.isLetter || $0.isNumber || "/._-+=:,@%".contains($0) }
    return isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }

  private func write(_ html: String) throws -> String {
    let path = URL(fileURLWithPath: out).appendingPathComponent("index.html").path
    try OutputFile.write(html, to: path)
    return path
  }

  /// The chain that comes with the source, from the working directory or from where the command was built.
  private static func publishedChain() throws -> String {
    let relative = "Examples/nmc"
    var folders = [URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
    if let command = Bundle.main.executableURL?.resolvingSymlinksInPath() {
      var folder = command.deletingLastPathComponent()
      for _ in 0..<5 {
        folders.append(folder)
        folder.deleteLastPathComponent()
      }
    }
    for (i, folder) in folders.enumerated() {
      let path = folder.appendingPathComponent(relative).path
      if FileManager.default.fileExists(atPath: path) { return i == 0 ? relative : path }
    }
    throw Failure.notFound(["\(relative): no such folder here; give the folder of a chain by --chain"])
  }
}
