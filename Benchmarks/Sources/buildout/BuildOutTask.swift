import Foundation
import Strategy

/// The build-out that `strategy_lp.py` makes up.
struct Instance: Decodable {
  struct Option: Decodable {
    let capital, operating, perYear, total, people, emissions: Double
    let lead, life: Int
    let minerals: [Double]
  }
  let options: [Option]
  let demand, importPrice, people, money, buildRate: [Double]
  let existing, existingOperating, utilisation, yield, discountRate, importEmissions: Double
  let limits, targets: [[Double]]
  let salvage: Bool

  /// What a reader of a scenario would hand over: not part of what is timed by linopy's side either.
  var buildOut: BuildOut {
    let minerals = ["lithium", "nickel", "cobalt", "manganese", "graphite", "copper"]
    let years = Array(2020..<(2020 + demand.count))
    var b = BuildOut(
      years: years, demand: .values(demand),
      options: options.enumerated().map { place, o in
        var option = BuildOut.Option(
          name: "plant \(place)", capital: .constant(o.capital), operating: .constant(o.operating),
          leadTime: o.lead,
          life: o.life)
        (option.maximumTotal, option.maximumPerYear) = (o.total, .constant(o.perYear))
        (option.people, option.emissions) = (o.people, .constant(o.emissions))
        option.minerals = Dictionary(uniqueKeysWithValues: zip(minerals, o.minerals))
        return option
      }, importPrice: .values(importPrice), discountRate: discountRate)
    b.existing = [
      .init(name: "there", nameplate: .constant(existing), operating: .constant(existingOperating))
    ]
    (b.utilisation, b.yield) = (.constant(utilisation), .constant(yield))
    b.importEmissions = .constant(importEmissions)
    b.minerals = Dictionary(uniqueKeysWithValues: zip(minerals, limits.map(Yearly.values)))
    (b.people, b.money, b.buildRate) = (.values(people), .values(money), .values(buildRate))
    b.targets = targets.map {
      .init(name: "target \($0[0])", kind: .nameplate, year: years[Int($0[0])], value: $0[1])
    }
    b.salvage = salvage
    return b
  }
}

/// Builds and solves once for each line `run`, and answers with a line of JSON.
@main struct BuildOutTask {
  struct Answer: Encodable { let wall, cpu, peakMB, objective, check: Double }

  static func main() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? ""))
    let buildOut = try JSONDecoder().decode(Instance.self, from: data).buildOut
    _ = try buildOut.plan()
    write(Data("{\"ready\": true}".utf8))
    while let line = readLine(), line == "run" {
      let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
      let plan = try buildOut.plan()
      let answer = Answer(
        wall: seconds(CLOCK_MONOTONIC) - wall, cpu: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, peakMB: peak(),
        objective: plan.objective, check: plan.check.worst)
      write(try JSONEncoder().encode(answer))
    }
  }

  static func write(_ line: Data) { FileHandle.standardOutput.write(line + Data("\n".utf8)) }

  static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  static func peak() -> Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
