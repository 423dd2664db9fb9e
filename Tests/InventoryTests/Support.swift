import Foundation
import Inventory

/// The project's root folder.
let projectRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

let realChain = projectRoot.appendingPathComponent("Examples/nmc").path

/// A folder that is gone after `body`.
func withFolder<R>(_ body: (URL) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// A chain of a mine, a plant that uses its own product, a waste treatment and a pack.
struct SmallChain {
  var files: [String: Data] = [
    "activities.csv": """
    id,name,product,unit,location,stage,operator,output,source
    mine,Mine of ore,ore,t,CL,raw_material_acquisition,Miner,1,a book
    plant,Plant,metal,kg,JP,main_production,,2,a book
    grid,"Electricity, medium voltage",electricity,kWh,JP,,,,
    dump,Treatment of slag,slag,kg,JP,end_of_life,,-1,"he said ""so"" twice"
    pack,Pack,pack,item,JP,distribution,,1,

    """.data,
    "exchanges.csv": """
    activity,input,amount,unit,distribution,scale,minimum,maximum,origin,source
    plant,mine,5,kg,normal,0.5,,,CL,measured
    plant,grid,3.6,MJ,lognormal,0.1,,,,measured
    plant,dump,-500,g,triangular,,-600,-400,,guess
    plant,plant,0.1,,,,,,,
    pack,plant,1500,g,uniform,,1000,2000,,measured

    """.data,
    "flows.csv": """
    activity,flow,amount,unit,distribution,scale,minimum,maximum,source
    mine,co2,1,kg,,,,,
    grid,co2,500,g,normal,50,,,
    dump,water,2,m3,,,,,
    pack,co2,0.25,kg,,,,,

    """.data,
    "factors.csv": """
    indicator,flow,factor,source
    climate,co2,1,IPCC
    water,water,1,

    """.data,
    "indicators.csv": """
    id,name,unit,name_ja
    climate,Climate change,kg CO2e,気候変動
    water,Water,m3,水

    """.data,
  ]

  mutating func set(_ file: String, _ text: String) { files[file] = text.data }

  /// Replaces a text that has to be there once.
  mutating func edit(_ file: String, _ old: String, _ new: String) throws {
    let text = String(decoding: files[file] ?? Data(), as: UTF8.self)
    guard text.components(separatedBy: old).count == 2 else {
      throw TestFault(
        "'\(old)' is not once "
          + "in \(file)")
    }
    files[file] = text.replacing(old, new).data
  }

  func write(to folder: URL) throws {
    for (name, data) in files { try data.writeUnsynchronised(to: folder.appendingPathComponent(name)) }
  }

  func read(keeping: Chain.Keeping = .calculation) throws -> Chain {
    try withFolder { folder in
      try write(to: folder)
      return try Chain.read(folder.path, keeping: keeping)
    }
  }

  /// The errors, as they are shown; none where the chain is read.
  func errors() throws -> [String] {
    do {
      _ = try read()
      return []
    } catch let problems as ChainProblems {
      return problems.errors.map(\.description)
    }
  }
}

struct TestFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension String {
  var data: Data { Data(utf8) }
  func replacing(_ old: String, _ new: String) -> String { replacingOccurrences(of: old, with: new) }
}

extension Data {
  /// Writes a file without waiting for the disk, as `write(to:)` does: thousands of small files take seconds.
  func writeUnsynchronised(to url: URL) throws {
    guard let file = fopen(url.path, "w") else { throw TestFault("\(url.path) cannot be opened") }
    defer { fclose(file) }
    let written = withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard written == count else { throw TestFault("\(url.path) cannot be written") }
  }
}

/// A sequence of numbers that is the same in every run.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// What a Python program prints, given a text; the system's Python needs no packages for it.
func python(_ program: String, _ arguments: [String] = []) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
  process.arguments = ["-c", program] + arguments
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw TestFault("python failed") }
  return String(decoding: data, as: UTF8.self)
}
