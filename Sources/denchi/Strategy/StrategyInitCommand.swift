import ArgumentParser
import Foundation
import Strategy

/// `denchi strategy init`
struct StrategyInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract:
      "Begins a scenario of one's own: a file that inherits from Denchi's, or a copy of all its files.")

  @Argument(help: "The folder to make; it may not be there yet, or must be empty.")
  var folder: String

  @Flag(help: "Copies every file of Denchi's scenario, to change whatever there is.")
  var full = false

  func run() throws {
    let files = FileManager.default
    if let there = try? files.contentsOfDirectory(atPath: folder), !there.isEmpty {
      throw Failure.cannotCreate("\(folder): it is there and not empty")
    }
    guard let source = Scenario.defaultFolder else {
      throw Failure.fault("the default scenario is not there")
    }
    if full {
      for name in try files.contentsOfDirectory(atPath: source).sorted() {
        guard let data = files.contents(atPath: source + "/" + name) else { continue }
        try OutputFile.write(String(decoding: data, as: UTF8.self), to: folder + "/" + name)
      }
    } else {
      try OutputFile.write(Self.start, to: folder + "/scenario.yaml")
    }
    try Terminal.output.write(
      "\(folder)/scenario.yaml is written. Change it, then: denchi strategy targets \(folder)\n")
  }

  /// A scenario that changes two values, to begin with.
  private static let start = """
    # A scenario of your own. It takes over Denchi's (base: default) and changes what it says here.
    # `denchi strategy assumptions` lists everything that can be changed; a misspelt key is an error.
    base: default
    name: {en: My scenario, ja: 自分のシナリオ}

    # A plain number keeps the unit of what it replaces; its source and distribution go with the old value.
    exchange_rate: 130

    # With a source of your own:
    capacity:
      utilisation: {value: 0.9, unit: fraction, source: "our plant, 2025"}
    """ + "\n"
}
