import Dispatch
import Foundation
import Synchronization

/// A few connections that threads take turns in using. A lost one is replaced by a new one.
final class PostgresPool: Sendable {
  private let idle = Mutex<[PostgresConnection]>([])
  private let free: DispatchSemaphore
  private let url: String

  /// - Parameter size: the most connections open at a time.
  init(url: String, size: Int) {
    self.url = url
    free = DispatchSemaphore(value: size)
  }

  /// Runs `body` with a connection; again with a new one if the one taken turns out to be lost.
  func use<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
    do {
      return try once(body)
    } catch let error as PostgresError where error.isConnectionLost {
      return try once(body)
    }
  }

  /// Runs `body` with a connection, once.
  func once<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
    free.wait()
    defer { free.signal() }
    let connection = try take() ?? connect()
    do {
      let value = try body(connection)
      give(connection)
      return value
    } catch let error as PostgresError where error.isConnectionLost {
      // The others are lost with it where the server was restarted.
      closeIdle()
      throw error
    } catch {
      give(connection)
      throw error
    }
  }

  /// Opens a connection like those of the pool, apart from it.
  func connect() throws -> PostgresConnection {
    let connection = try PostgresConnection(url: url)
    try connection.run(PostgresSchema.durable)
    try connection.run("SELECT pg_advisory_lock_shared($1)", .integer(PostgresSchema.useLock))
    return connection
  }

  /// Closes the connections that nobody uses.
  func closeIdle() { idle.withLock { $0 = [] } }

  private func take() -> PostgresConnection? { idle.withLock { $0.popLast() } }

  private func give(_ connection: PostgresConnection) { idle.withLock { $0.append(connection) } }
}
