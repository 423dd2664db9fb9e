import Foundation
import Records
import Values

/// `measure-records append LOCATION [--submitters N] [--seconds S]` or `measure-records verify LOCATION`
///
/// Appends records of about 390 bytes for a while, N at a time, each acknowledged when it is durable; or checks a
/// log. Prints one line of JSON: how many, wall and CPU seconds.
@main
struct MeasuredLog {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else {
      FileHandle.standardError.write(
        Data("usage: measure-records append|verify LOCATION [--submitters N] [--seconds S]\n".utf8))
      exit(64)
    }
    func option(_ name: String) -> String? {
      arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
    }
    let submitters = option("--submitters").flatMap { Int($0) } ?? 1
    let seconds = option("--seconds").flatMap { Double($0) } ?? 3
    let store = try RecordStores.open(arguments[1])
    let result: (count: Int, wall: Double, cpu: Double)
    switch arguments[0] {
    case "append": result = try await append(store, submitters: submitters, seconds: seconds)
    default: result = try verify(store)
    }
    store.close()
    let line: [String: Any] = ["records": result.count, "wall": result.wall, "cpu": result.cpu]
    FileHandle.standardOutput.write(
      try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys]) + Data("\n".utf8))
  }

  private static func append(
    _ store: any RecordStore, submitters: Int, seconds: Double
  ) async throws -> (count: Int, wall: Double, cpu: Double) {
    let ledger = try Ledger<Count>(store: store)
    try await ledger.commit(actor: "benchmark") { try $0.record("first", nil) }
    let start = Moment()
    let end = Date(timeIntervalSinceNow: seconds)
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for submitter in 0..<submitters {
        group.addTask {
          var count = 0
          while Date() < end {
            let body = JSONValue.footprint(submitter: submitter, number: count)
            try await ledger.commit(actor: "benchmark") { try $0.record("footprint.put", body) }
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
    let took = start.elapsed
    return (count, took.wall, took.cpu)
  }

  private static func verify(_ store: any RecordStore) throws -> (count: Int, wall: Double, cpu: Double) {
    let start = Moment()
    let report = try LogVerifier<Count>(store: store).run()
    let took = start.elapsed
    guard report.isSound else { throw StoreError.damaged(report.problems.joined(separator: "; ")) }
    return (Int(report.records), took.wall, took.cpu)
  }
}

/// How many records there are; derives no tables, so that only the log is measured.
struct Count: LedgerState {
  private var count = 0

  init() {}
  init(documents: [Document]) throws {}
  mutating func apply(_ record: Record) { count += 1 }
  mutating func takeChanges() -> [DocumentChange] { [] }
  var allDocuments: [Document] { [] }
}

extension JSONValue {
  /// A body that makes a record of about 390 bytes.
  static func footprint(submitter: Int, number: Int) -> JSONValue {
    [
      "part": .string("0190f2c4-7b1a-7cc3-8d5e-\(100_000 + submitter)\(100_000 + number % 900_000)"),
      "value": .number(75.25 + Double(number) / 64), "unit": "kg CO2e/kWh", "stage": "main_production",
      "valid": "2026-11-25T00:00:00Z",
    ]
  }
}

/// A moment of wall and CPU time.
struct Moment {
  private let wall = Date()
  private let cpu = Moment.cpuSeconds

  /// Seconds since.
  var elapsed: (wall: Double, cpu: Double) { (-wall.timeIntervalSinceNow, Moment.cpuSeconds - cpu) }

  private static var cpuSeconds: Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
