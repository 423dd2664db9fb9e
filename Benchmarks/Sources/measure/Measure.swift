import Foundation

/// `measure TASK FOLDER [--runs N] [--samples N] [--serve]`
///
/// Prints one line of JSON: the medians of wall and CPU seconds and the answer. With `--serve` it runs once for
/// every line `run` on standard input instead, so that peers can be timed in turn.
@main
struct Measure {
  static func main() throws {
    var folder: String?
    var task: String?
    var runs = 5
    var samples = 1000
    var serves = false
    var rest = CommandLine.arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--serve": serves = true
      case "--runs": runs = rest.popFirst().flatMap { Int($0) } ?? 0
      case "--samples": samples = rest.popFirst().flatMap { Int($0) } ?? 0
      default: if task == nil { task = argument } else { folder = argument }
      }
    }
    guard let task, let folder, runs > 0, samples > 0 else {
      let names = Task.names.joined(separator: "|")
      FileHandle.standardError.write(
        Data("usage: measure \(names) FOLDER [--runs N] [--samples N] [--serve]\n".utf8))
      exit(64)
    }
    do {
      let prepared = try Task(task, folder: URL(fileURLWithPath: folder), samples: samples)
      if serves {
        try write(["ready": true])
        while readLine() == "run" { try write(prepared.timed()) }
      } else {
        let results = try (0..<runs).map { _ in try prepared.timed() }
        var last = results[runs - 1]
        for name in ["wall", "cpu"] {
          last[name] = median(results.compactMap { $0[name] as? Double })
        }
        last["runs"] = runs
        try write(last)
      }
    } catch {
      FileHandle.standardError.write(Data("measure \(task): \(error)\n".utf8))
      exit(70)
    }
  }

  private static func write(_ object: [String: Any]) throws {
    let line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    FileHandle.standardOutput.write(line + Data("\n".utf8))
  }
}
