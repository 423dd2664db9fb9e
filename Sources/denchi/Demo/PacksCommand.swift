import ArgumentParser
import Foundation

/// `denchi packs`
struct PacksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packs", abstract: "Compares real battery packs and writes a page with pictures.",
    discussion: """
      Six cell chemistries and two electricity mixes of the published chain in \
      Examples/nmc: footprints, contributions, uncertainty and comparison, as short \
      tables and as one HTML file in English and Japanese that needs nothing else.

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

  @Flag(help: "Prints the results as JSON instead of tables.")
  var json = false

  func validate() throws {
    guard samples == 0 || (2...1_000_000).contains(samples) else {
      throw ValidationError("--samples must be 0 or from 2 to 1,000,000.")
    }
  }

  func run() throws {
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
    (["denchi packs"] + (chain.map { ["--chain \(Self.quoted($0))"] } ?? [])
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
  static func publishedChain() throws -> String {
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
