import Foundation

/// Where things are when tests run.
enum Project {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  /// Cases and figures that are not part of the project; tests that need them are skipped without it.
  static let shared = URL(fileURLWithPath: root + "/../shared/strategy").standardizedFileURL.path
  static let hasShared = FileManager.default.fileExists(atPath: shared + "/cases")
  /// Python with what `Tests/requirements.txt` names (made by `make deps-test`).
  static let python = root + "/.build/python/bin/python3"
  static let hasPython = FileManager.default.isExecutableFile(atPath: python)
}

/// Runs a program and returns its standard output.
func run(_ program: String, _ arguments: [String], input: Data = Data()) throws -> Data {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let (output, standardInput) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardInput = standardInput
  try process.run()
  DispatchQueue.global().async {
    try? standardInput.fileHandleForWriting.write(contentsOf: input)
    try? standardInput.fileHandleForWriting.close()
  }
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
  return data
}

struct Failed: Error { let status: Int32 }
