import CPostgres
import Foundation

/// One connection. Statements are prepared once each.
///
/// Unchecked: it is used by one thread at a time, the one that the pool gave it to.
final class PostgresConnection: @unchecked Sendable {
  private let handle: OpaquePointer
  private var prepared: [String: String] = [:]

  /// The server's process for this connection.
  var backend: Int32 { PQbackendPID(handle) }

  /// - Throws: `PostgresError` where there is no way in.
  init(url: String) throws {
    // The address comes last: what it says of these goes before them.
    let options = [
      ("application_name", "denchi"), ("connect_timeout", "5"), ("client_encoding", "UTF8"),
      ("keepalives_idle", "30"), ("tcp_user_timeout", "20000"), ("dbname", url),
    ]
    var names: [UnsafePointer<CChar>?] = options.map { UnsafePointer(strdup($0.0)) }
    var values: [UnsafePointer<CChar>?] = options.map { UnsafePointer(strdup($0.1)) }
    defer {
      for pointer in names + values { free(UnsafeMutableRawPointer(mutating: pointer)) }
    }
    names.append(nil)
    values.append(nil)
    guard let handle = PQconnectdbParams(names, values, 1) else {
      throw PostgresError(state: "", message: "out of memory", isConnectionLost: true)
    }
    guard PQstatus(handle) == CONNECTION_OK else {
      let message = String(cString: PQerrorMessage(handle))
      PQfinish(handle)
      throw PostgresError(state: "", message: message, isConnectionLost: true)
    }
    self.handle = handle
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
  }

  deinit { PQfinish(handle) }

  /// Runs one statement with its parameters `$1`, `$2` ...
  @discardableResult
  func run(_ statement: String, _ parameters: PostgresValue...) throws -> PostgresResult {
    let name = try prepare(statement, parameters)
    let encoded = parameters.map(\.encoded)
    let storage = encoded.flatMap { $0 }
    return try storage.withUnsafeBytes { bytes in
      var offset = 0
      var pointers: [UnsafePointer<CChar>?] = []
      // A pointer that is not nil, also for an empty value: nil would be NULL.
      let empty: StaticString = ""
      for value in encoded {
        pointers.append(
          bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
            ?? UnsafeRawPointer(empty.utf8Start).assumingMemoryBound(to: CChar.self))
        offset += value.count
      }
      return try check(
        PQexecPrepared(
          handle, name, Int32(encoded.count), pointers, encoded.map { Int32($0.count) },
          Array(repeating: 1, count: encoded.count), 1))
    }
  }

  /// Runs statements without parameters or rows.
  func script(_ text: String) throws { _ = try check(PQexec(handle, text)) }

  /// Runs in a transaction, which is undone where `body` throws.
  func transaction<Value>(_ mode: String = "", _ body: () throws -> Value) throws -> Value {
    try script("BEGIN \(mode)")
    do {
      let value = try body()
      try script("COMMIT")
      return value
    } catch {
      try? script("ROLLBACK")
      throw error
    }
  }

  private func prepare(_ statement: String, _ parameters: [PostgresValue]) throws -> String {
    if let name = prepared[statement] { return name }
    let name = "s\(prepared.count)"
    _ = try check(PQprepare(handle, name, statement, Int32(parameters.count), parameters.map(\.type)))
    prepared[statement] = name
    return name
  }

  private func check(_ result: OpaquePointer?) throws -> PostgresResult {
    guard let result else { throw failure(state: "") }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
      return PostgresResult(result)
    default:
      // PG_DIAG_SQLSTATE is a character macro, which is not imported.
      let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
      PQclear(result)
      throw failure(state: state)
    }
  }

  private func failure(state: String) -> PostgresError {
    PostgresError(
      state: state, message: String(cString: PQerrorMessage(handle)),
      isConnectionLost: PQstatus(handle) != CONNECTION_OK || state.hasPrefix("57P"))
  }
}
