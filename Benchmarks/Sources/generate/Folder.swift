import Foundation

/// Writes a chain as the CSV folder that `denchi` reads, and as numpy arrays for the peers.
struct Folder {
  let url: URL
  let chain: Chain
  let environment: Environment
  /// Standard deviation of the logarithm of every exchange; 0 for certain amounts.
  let lognormal: Double
  private let digits: Int
  private let a = UInt8(ascii: "a")
  private let f = UInt8(ascii: "f")

  init(_ url: URL, chain: Chain, environment: Environment, lognormal: Double) throws {
    self.url = url
    self.chain = chain
    self.environment = environment
    self.lognormal = lognormal
    digits = String(max(1, chain.count - 1)).count
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func id(of activity: Int) -> String {
    let number = String(activity)
    return "a" + String(repeating: "0", count: digits - number.count) + number
  }

  func writeTables() throws {
    try writeActivities()
    try writeExchanges()
    try writeFlows()
    try writeIndicators()
  }

  private func writeActivities() throws {
    let file = try Writer(url.appendingPathComponent("activities.csv"))
    file.write("id,name,product,unit,location,stage,output")
    try file.endLine()
    let places = ["JP", "CN", "KR", "CL", "AU", "ID", "FI", "CA"]
    for j in 0..<chain.count {
      file.write(a, j, digits: digits)
      switch chain.roles[j] {
      case .hub: file.write(",service ")
      case .market: file.write(",market for product ")
      case .producer: file.write(",production of product ")
      }
      file.write(a, j, digits: digits)
      file.write(",product ")
      file.write(a, j, digits: digits)
      file.write(chain.roles[j] == .hub ? ",kWh," : ",kg,")
      file.write(text: places[j % places.count])
      file.write(chain.roles[j] == .producer ? ",main_production,1" : ",raw_material_acquisition,1")
      try file.endLine()
    }
    try file.close()
  }

  private func writeExchanges() throws {
    let file = try Writer(url.appendingPathComponent("exchanges.csv"))
    file.write(lognormal > 0 ? "activity,input,amount,distribution,scale" : "activity,input,amount")
    try file.endLine()
    let ending = ",lognormal,\(lognormal)"
    for j in 0..<chain.count {
      for k in Int(chain.start[j])..<Int(chain.start[j + 1]) {
        file.write(a, j, digits: digits)
        file.write(",")
        file.write(a, Int(chain.inputs[k]), digits: digits)
        file.write(",")
        file.write(chain.amounts[k])
        if lognormal > 0 { file.write(text: ending) }
        try file.endLine()
      }
    }
    try file.close()
  }

  private func writeFlows() throws {
    let file = try Writer(url.appendingPathComponent("flows.csv"))
    file.write("activity,flow,amount")
    try file.endLine()
    for row in environment.flow.indices {
      file.write(a, row / Environment.flowsPerActivity, digits: digits)
      file.write(",")
      file.write(f, Int(environment.flow[row]), digits: 4)
      file.write(",")
      file.write(environment.amount[row])
      try file.endLine()
    }
    try file.close()
  }

  private func writeIndicators() throws {
    let indicators = try Writer(url.appendingPathComponent("indicators.csv"))
    indicators.write("id,name,unit")
    try indicators.endLine()
    for k in 0..<Environment.indicatorCount {
      indicators.write(text: "i\(k),indicator \(k),kg")
      try indicators.endLine()
    }
    try indicators.close()
    let factors = try Writer(url.appendingPathComponent("factors.csv"))
    factors.write("indicator,flow,factor")
    try factors.endLine()
    for k in 0..<Environment.indicatorCount {
      for flow in 0..<Environment.flowCount {
        let factor = environment.factor[flow * Environment.indicatorCount + k]
        if factor == 0 { continue }
        factors.write(text: "i\(k),")
        factors.write(f, flow, digits: 4)
        factors.write(",")
        factors.write(factor)
        try factors.endLine()
      }
    }
    try factors.close()
  }

  /// A by column (`indptr`, `indices`, `data`) and C (activities × indicators), below `numpy/`.
  func writeArrays() throws {
    let folder = url.appendingPathComponent("numpy")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func file(_ name: String) -> URL { folder.appendingPathComponent(name + ".npy") }
    try writeNumpy(chain.start, type: "<i4", shape: [chain.start.count], to: file("indptr"))
    try writeNumpy(chain.inputs, type: "<i4", shape: [chain.inputs.count], to: file("indices"))
    try writeNumpy(chain.amounts, type: "<f8", shape: [chain.amounts.count], to: file("data"))
    try writeNumpy(
      environment.characterised(), type: "<f8", shape: [chain.count, Environment.indicatorCount],
      to: file("characterised"))
  }
}
