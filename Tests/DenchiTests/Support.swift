import Foundation
import Testing

/// Where the project is.
enum Project {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let chain = root + "/Examples/nmc"
  static let expected = root + "/../shared/inventory/expected.json"

  /// A file of this folder of tests.
  static func script(_ name: String) -> String { root + "/Tests/DenchiTests/" + name }
}

/// What a process printed and how it ended.
struct Outcome {
  var status: Int32
  var output: String
  var messages: String

  var lines: [Substring] { output.split(separator: "\n") }

  /// Standard output decoded from JSON.
  func decoded<T: Decodable>(_ type: T.Type = T.self) throws -> T {
    try JSONDecoder().decode(type, from: Data(output.utf8))
  }
}

enum Command {
  /// The built command, beside the tests.
  static var denchi: String {
    get throws {
      let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      let candidates = [
        folder.appendingPathComponent("denchi").path, Project.root + "/.build/release/denchi",
      ]
      return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0) })
    }
  }

  /// Runs the command line with its output on pipes.
  static func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try process(denchi, arguments, environment)
  }

  /// Runs a Python script of this folder with Debian's Python.
  static func python(_ script: String, _ arguments: String...) throws -> Outcome {
    try python(script, arguments)
  }

  static func python(
    _ script: String, _ arguments: [String], with python: String = "/usr/bin/python3"
  ) throws -> Outcome {
    try process(python, [Project.script(script)] + arguments)
  }

  private static func process(
    _ path: String, _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> Outcome {
    try withFolder { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: Project.root)
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      let paths = ["out", "err"].map { folder + "/" + $0 }
      for path in paths { _ = FileManager.default.createFile(atPath: path, contents: nil) }
      process.standardOutput = FileHandle(forWritingAtPath: paths[0])
      process.standardError = FileHandle(forWritingAtPath: paths[1])
      try process.run()
      process.waitUntilExit()
      func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
      }
      return Outcome(
        status: process.terminationStatus, output: try text(paths[0]), messages: try text(paths[1]))
    }
  }
}

/// Runs with a new folder that is removed afterwards.
func withFolder<T>(_ body: (String) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    .path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// A small chain whose figures are easy to follow: a pack of 2 kWh takes 10 kg of metal and 4 kWh of electricity.
struct SmallChain {
  var activities = """
    id,name,product,unit,stage,output,source
    mine,Metal mine,metal,kg,raw_material_acquisition,,a mine
    power,Power plant,electricity,kWh,,,a plant
    pack,Pack maker,pack capacity,kWh,main_production,2,a maker
    """
  var exchanges = """
    activity,input,amount,unit,distribution,scale
    mine,power,0.5,kWh,,
    power,mine,0.01,kg,,
    pack,mine,10,kg,lognormal,0.2
    pack,power,4,kWh,,
    """
  var flows = """
    activity,flow,amount,unit,distribution,scale
    mine,carbon-dioxide,2,kg,lognormal,0.1
    power,carbon-dioxide,0.4,kg,,
    power,methane,0.001,kg,,
    pack,carbon-dioxide,1,kg,,
    pack,missing,3,kg,,
    """
  var factors = """
    indicator,flow,factor
    climate_change,carbon-dioxide,1
    climate_change,methane,29.8
    cutoff_mass,missing,1
    """
  var indicators = """
    id,name,unit,name_ja
    climate_change,Climate change,kg CO2e,気候変動
    cutoff_mass,Mass cut off,kg,切り捨て
    """

  /// Writes the chain into a folder.
  func write(to folder: String) throws {
    let files = [
      "activities": activities, "exchanges": exchanges, "flows": flows, "factors": factors,
      "indicators": indicators,
    ]
    for (name, text) in files {
      try (text + "\n").write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
  }

  /// Runs the command on the chain; `CHAIN` among the arguments stands for its folder.
  func run(_ arguments: String...) throws -> Outcome {
    try withFolder { folder in
      try write(to: folder)
      return try Command.run(arguments.map { $0 == "CHAIN" ? folder : $0 })
    }
  }
}

/// Shapes of the JSON that the design promises.
struct FootprintJSON: Decodable {
  struct Product: Decodable {
    var id: String
    var name: String
    var unit: String
    var amount: Double
  }
  struct Spread: Decodable {
    var mean: Double
    var median: Double
    var standardDeviation: Double
    var p2_5: Double
    var p97_5: Double
    var samples: Int?
    var seed: UInt64?
  }
  struct Contribution: Decodable {
    var activity: String
    var name: String
    var value: Double
    var share: Double
    var source: String
    var uncertainty: Spread?
  }
  struct Flow: Decodable {
    var flow: String
    var value: Double
  }
  struct Tree: Decodable {
    var activity: String
    var total: Double
    var direct: Double
    var rest: Double
    var suppliers: [Tree]
  }
  struct Driver: Decodable {
    var file: String
    var line: Int
    var activity: String
    var share: Double
  }
  struct Indicator: Decodable {
    var id: String
    var name: String
    var unit: String
    var value: Double
    var stages: [String: Double]
    var contributions: [Contribution]
    var remainder: Double
    var emissions: [Flow]
    var uncertainty: Spread?
    var stageUncertainty: [String: Spread]?
    var contributionToVariance: [Driver]?
    var tree: Tree?
  }
  struct Cutoff: Decodable {
    var id: String
    var value: Double
    var unit: String
  }
  struct Solver: Decodable {
    var method: String
    var relativeErrorBound: Double
    var boundIsProven: Bool
  }

  var product: Product
  var indicators: [Indicator]
  var cutoffs: [Cutoff]
  var solver: Solver
  var failedSamples: [Int]?
}

/// Whether two numbers agree to 1e-9 of the larger.
func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(a - b) <= tolerance * max(abs(a), abs(b))
}
