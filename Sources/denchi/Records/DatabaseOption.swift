import ArgumentParser
import Foundation
import Records

/// `--database`, as all commands on records have it.
struct DatabaseOption: ParsableArguments {
  /// Where `denchi serve` keeps its records unless told otherwise.
  static let standard = "denchi-data/denchi.sqlite"

  @Option(
    name: .customLong("database"),
    help: ArgumentHelp(
      "The path of a SQLite file, or postgresql://user@host:port/database.", valueName: "place"))
  var place = standard

  /// The place as it may be shown: without a password.
  var name: String {
    guard RecordStores.isPostgres(place), var parts = URLComponents(string: place) else { return place }
    parts.password = nil
    parts.queryItems = nil
    return parts.string ?? "the PostgreSQL database"
  }

  /// Opens the store and runs with it.
  /// - Parameter makes: whether a SQLite file that is not there is made.
  /// - Throws: `Failure.notFound`, `Failure.unavailable`, `Failure.data` for damaged records.
  func with<Value>(
    _ use: RecordStores.Use, makes: Bool = false, _ body: (any RecordStore) throws -> Value
  ) throws -> Value {
    guard makes || RecordStores.isPostgres(place) || FileManager.default.fileExists(atPath: place) else {
      throw Failure.notFound([
        "\(place): no such database; give its place by --database, or start a node with 'denchi serve'"
      ])
    }
    return try DatabaseOption.translated {
      let store = try RecordStores.open(place, for: use)
      defer { store.close() }
      return try body(store)
    }
  }

  /// Runs with the errors of stores and proofs as failures of a command.
  static func translated<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      switch error {
      case .damaged: throw Failure.data(["\(error)"])
      case .conflict, .unavailable: throw Failure.unavailable("\(error)")
      }
    } catch let error as ProofError {
      throw Failure.data(["\(error)"])
    }
  }
}

/// Runs asynchronous work to its end on a thread that has nothing else to do.
func waiting<Value: Sendable>(for body: @escaping @Sendable () async throws -> Value) throws -> Value {
  let done = DispatchSemaphore(value: 0)
  nonisolated(unsafe) var result: Result<Value, any Error>?
  Task {
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    done.signal()
  }
  done.wait()
  guard let result else { throw Failure.fault("the work ended without a result") }
  return try result.get()
}

extension Progress {
  /// Runs with a bar for work that tells how much of it is done, from 0 to 1.
  static func show<Value>(_ label: String, _ body: (@escaping (Double) -> Void) throws -> Value) rethrows
    -> Value
  {
    let progress = Progress(label, total: 1000)
    defer { progress.finish() }
    return try body { progress.update(Int($0 * 1000)) }
  }
}
