import Foundation
import Testing

/// What the documents print is what the command prints.
@Suite struct DocumentationTests {
  private static let documents = [
    "README.md", "README.ja.md", "docs/chain-format.md", "docs/numbers.md", "docs/published-results.md",
    "docs/ledger.md", "docs/stress.md",
    "docs/stocks.md", "docs/uncertainty.md", "docs/strategy.md",
  ]

  private struct Block {
    var document: String
    var language: String
    var lines: [String]
  }

  private static func blocks() throws -> [Block] {
    var blocks: [Block] = []
    for document in documents {
      let text = try String(contentsOfFile: "\(Project.root)/\(document)", encoding: .utf8)
      var open: Block?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        if line.hasPrefix("```") {
          if let block = open { blocks.append(block) }
          open = open == nil ? Block(document: document, language: String(line.dropFirst(3)), lines: []) : nil
        } else {
          open?.lines.append(line)
        }
      }
    }
    return blocks
  }

  /// The arguments of a line that runs Denchi, without comment and redirection.
  private static func arguments(_ line: String) -> [String]? {
    let words = line.split(separator: " ").map(String.init)
    guard words.first == ".build/release/denchi" else { return nil }
    return Array(words.dropFirst().prefix { !$0.hasPrefix("#") && $0 != ">" })
  }

  @Test func outputShownIsOutputPrinted() throws {
    let shown = try Self.blocks().filter { $0.language == "console" }
    #expect(!shown.isEmpty)
    for block in shown {
      let command = try #require(block.lines.first.flatMap { Self.arguments(String($0.dropFirst(2))) })
      let outcome = try Command.run(command)
      #expect(outcome.status == 0)
      var left = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)[...]
      var mayLeaveOut = false
      for line in block.lines.dropFirst() {
        // The last digits of a bound depend on the processor.
        let start = line.hasPrefix("Solved by") ? String(line.prefix { $0 != ";" }) : line
        if line == "…" {
          mayLeaveOut = true
          continue
        }
        let place = left.firstIndex { line == start ? $0 == line : $0.hasPrefix(start) }
        #expect(
          place != nil && (mayLeaveOut || place == left.startIndex),
          "\(block.document): the command does not print '\(line)' here")
        left = left[((place ?? left.startIndex) + 1)...]
        mayLeaveOut = false
      }
    }
  }

  @Test func commandsRun() throws {
    let lines = try Self.blocks().filter { $0.language == "sh" }.flatMap(\.lines)
    let commands = Set(lines.compactMap(Self.arguments)).filter {
      // ID stands for any product, nmc-istrate is made by the reader; services do not end by themselves, and
      // records need a node's database.
      !$0.contains("ID") && !$0.contains("nmc-istrate")
        && !["serve", "demo", "records"].contains($0.first ?? "")
    }
    #expect(commands.count > 5)
    for command in commands {
      // my-chain is the reader's copy of Examples/small.
      let outcome = try Command.run(command.map { $0 == "my-chain" ? "Examples/small" : $0 })
      #expect(outcome.status == 0, "\(command.joined(separator: " ")): \(outcome.messages)")
    }
  }

  @Test func chainOfTheFormatPageGivesWhatItSays() throws {
    let page = try Self.blocks().filter { $0.document == "docs/chain-format.md" && $0.language == "csv" }
    let names = ["activities", "exchanges", "flows", "factors", "indicators"]
    #expect(page.count == names.count)
    try withFolder { folder in
      for (name, block) in zip(names, page) {
        let text = block.lines.joined(separator: "\n") + "\n"
        try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
        #expect(
          try String(contentsOfFile: "\(Project.root)/Examples/small/\(name).csv", encoding: .utf8) == text)
      }
      let check = try Command.run("check", folder)
      #expect(check.status == 0 && check.output.contains("no problem."))
      let footprint = try Command.run("footprint", folder, "--product", "power")
      #expect(footprint.output.contains("0.9997  kg CO2e"))
    }
  }
}
