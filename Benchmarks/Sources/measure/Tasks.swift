import Foundation
import SupplyGraph

/// One thing to time: `run` is timed, what it returns (the answer) is made afterwards.
struct Task {
  let run: () throws -> () -> [String: Any]
}

extension Task {
  static let names = ["first", "second", "all", "montecarlo"]

  /// Prepares a task; nothing here is timed.
  init(_ name: String, folder: URL, samples: Int) throws {
    switch name {
    case "first": try self.init(first: Matrices(folder: folder))
    case "second": try self.init(second: Matrices(folder: folder))
    case "all": try self.init(all: Matrices(folder: folder))
    default: throw Failure("unknown task \(name); one of \(Self.names.joined(separator: ", ")) expected")
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
