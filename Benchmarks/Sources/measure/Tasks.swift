import Foundation
import Inventory
import SupplyGraph

/// One thing to time: `run` is timed, what it returns (the answer) is made afterwards.
struct Task {
  let run: () throws -> () -> [String: Any]

  /// Runs until 50 ms are over: the median of the times, and the last answer.
  func timed() throws -> [String: Any] {
    let whole = Stopwatch()
    var times: [(wall: Double, cpu: Double)] = []
    var answer: () -> [String: Any]
    repeat {
      let clock = Stopwatch()
      answer = try run()
      times.append(clock.elapsed)
    } while whole.elapsed.wall < 0.05
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    let measured: [String: Any] = [
      "wall": median(times.map(\.wall)), "cpu": median(times.map(\.cpu)),
      "peakMB": Double(usage.ru_maxrss) / 1024,
    ]
    return measured.merging(answer()) { $1 }
  }
}

/// The middle one, or the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let half = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

extension Task {
  static let names = [
    "load", "first", "second", "all", "montecarlo", "stocks-inflow", "stocks-stock", "stocks-cohorts",
    "buildout", "links-change", "links-load",
  ]

  /// Prepares a task; nothing here is timed.
  init(_ name: String, folder: URL, samples: Int) throws {
    switch name {
    case "load": self.init(load: folder)
    case "first": try self.init(first: Matrices(folder: folder))
    case "second": try self.init(second: Matrices(folder: folder))
    case "all": try self.init(all: Matrices(folder: folder))
    case "montecarlo": try self.init(sampling: Matrices(folder: folder), samples: samples)
    case "stocks-inflow": try self.init(inflowDriven: YearlySeries(folder: folder))
    case "stocks-stock": try self.init(stockDriven: YearlySeries(folder: folder))
    case "stocks-cohorts": try self.init(cohorts: YearlySeries(folder: folder))
    case "buildout": try self.init(buildOut: folder)
    case "links-change": try self.init(change: LinkedParts(folder: folder))
    case "links-load": try self.init(loading: LinkedParts(folder: folder))
    default: throw Failure("unknown task \(name); one of \(Self.names.joined(separator: ", ")) expected")
    }
  }

  /// From the CSV folder, checked, to the graph.
  private init(load folder: URL) {
    run = {
      let chain = try Chain.read(folder.path)
      let graph = chain.graph()
      return {
        var largest = 0.0
        for j in 0..<graph.activityCount {
          let column = graph.amounts[Int(graph.inputStart[j])..<Int(graph.inputStart[j + 1])]
          largest = max(largest, column.reduce(0) { $0 + $1.magnitude })
        }
        var sums = [graph.amounts.reduce(0, +), largest]
        for k in 0..<graph.indicatorCount {
          sums.append(
            (0..<graph.activityCount).reduce(0) { $0 + graph.characterised[$1 * graph.indicatorCount + k] })
        }
        return ["counts": [graph.activityCount, graph.amounts.count], "scores": sums]
      }
    }
  }

  /// From the graph in memory to the scores of one demand with their bound.
  private init(first matrices: Matrices) {
    run = {
      let solution = try matrices.graph.solve(Demand(of: matrices.demands[0]))
      return { solution.report }
    }
  }

  /// One more demand on a solver that has its factors, as UMFPACK has: built by the two demands before it.
  private init(second matrices: Matrices) throws {
    let solver = try Solver(matrices.graph)
    _ = try solver.solve(Demand(of: matrices.demands[0]))
    let clock = Stopwatch()
    _ = try solver.solve(Demand(of: matrices.demands[0], amount: 2))
    let factors = clock.elapsed.cpu
    run = {
      let solution = try solver.solve(Demand(of: matrices.demands[1]))
      return { solution.report.merging(["secondsWithFactors": factors]) { $1 } }
    }
  }

  /// From the graph in memory to every indicator of every product.
  private init(all matrices: Matrices) {
    run = {
      let result = try matrices.graph.intensities()
      return {
        let n = matrices.graph.activityCount
        let K = result.indicatorCount
        var scores: [Double] = []
        for j in stride(from: 0, to: n, by: max(1, n / 200)) {
          scores += result.values[j * K..<(j + 1) * K]
        }
        return [
          "scores": scores, "bound": result.relativeErrorBound, "proven": result.boundIsProven,
          "method": result.method.rawValue,
        ]
      }
    }
  }

  /// Scores of one demand in random samples, all six indicators, on one thread.
  private init(sampling matrices: Matrices, samples: Int) {
    let options = SamplingOptions(samples: samples, seed: 7, threads: 1)
    run = {
      let result = try matrices.graph.sample([Demand(of: matrices.demands[0])], options: options)
      return {
        let scores = Summary(result.scores(demand: 0, indicator: 0))
        return [
          "samples": scores.samples, "mean": scores.mean, "deviation": scores.standardDeviation,
          "failed": result.failedSamples.count, "error": result.relativeErrorEstimate,
        ]
      }
    }
  }
}

extension Solution {
  fileprivate var report: [String: Any] {
    ["scores": scores, "bound": relativeErrorBound, "proven": boundIsProven, "method": method.rawValue]
  }
}

/// Wall and CPU seconds since it was made; the CPU time is that of all threads.
struct Stopwatch {
  private let wall = Self.now(CLOCK_MONOTONIC)
  private let cpu = Self.now(CLOCK_PROCESS_CPUTIME_ID)

  var elapsed: (wall: Double, cpu: Double) {
    (Self.now(CLOCK_MONOTONIC) - wall, Self.now(CLOCK_PROCESS_CPUTIME_ID) - cpu)
  }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
