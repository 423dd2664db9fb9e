import Foundation
import Testing

/// A PostgreSQL cluster of the tests' own, on a free port of 127.0.0.1. It goes when the test process ends, in
/// whatever way: a shell waits for the end of a pipe that this process holds.
final class PostgresServer: Sendable {
  static let binaries = "/usr/lib/postgresql/15/bin"
  static let missing: Comment = "PostgreSQL 15 is not installed (make deps-test)"
  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: binaries + "/initdb") }

  /// One that tests share, each with a database of its own.
  static let shared = Result { try PostgresServer() }

  let port: Int
  private let folder: String
  private let keeper: Keeper

  /// The shell that starts and stops the server, and the pipe whose end tells it to.
  private struct Keeper: @unchecked Sendable {
    let process = Process()
    let pipe = Pipe()
  }

  /// `run COMMAND` as the user postgres where root would be refused.
  private static let run = """
    run() { if [ "$(id -u)" = 0 ]; then su postgres -c "$1"; else sh -c "$1"; fi; }
    """

  init() throws {
    port = try PostgresServer.freePort()
    folder = FileManager.default.temporaryDirectory.path + "/denchi-postgres-\(UUID().uuidString)"
    let binaries = PostgresServer.binaries
    let script = """
      \(PostgresServer.run)
      mkdir -m 700 \(folder)
      if [ "$(id -u)" = 0 ]; then chown postgres \(folder); fi
      options="-c listen_addresses=127.0.0.1 -c fsync=off -p \(port) -k \(folder)"
      run "\(binaries)/initdb -D \(folder)/data -U denchi -A trust --no-sync -E UTF8 --locale=C.UTF-8" \\
        > \(folder)/initdb.log 2>&1 &&
      run "\(binaries)/pg_ctl -D \(folder)/data -w -l \(folder)/log -o \\"$options\\" start" > /dev/null 2>&1 &&
      touch \(folder)/ready
      while read -r line; do
        run "\(binaries)/pg_ctl -D \(folder)/data -w -l \(folder)/log -m immediate restart" > /dev/null 2>&1
        touch \(folder)/restarted
      done
      run "\(binaries)/pg_ctl -D \(folder)/data -m immediate stop" > /dev/null 2>&1
      rm -rf \(folder)
      """
    keeper = Keeper()
    keeper.process.executableURL = URL(fileURLWithPath: "/bin/sh")
    keeper.process.arguments = ["-c", script]
    keeper.process.standardInput = keeper.pipe
    keeper.process.standardOutput = FileHandle.nullDevice
    keeper.process.standardError = FileHandle.nullDevice
    try keeper.process.run()
    try wait(for: "ready")
  }

  /// Waits until the shell has made a file.
  private func wait(for name: String) throws {
    let end = Date(timeIntervalSinceNow: 60)
    while !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
      try #require(Date() < end, "PostgreSQL is not \(name) in \(folder)")
      usleep(20_000)
    }
  }

  /// Ends the server now.
  func stop() {
    try? keeper.pipe.fileHandleForWriting.close()
    keeper.process.waitUntilExit()
  }

  /// Kills the server's processes and starts it again, as after a crash. The shell does it: a child of this
  /// process that starts a server never counts as ended, as the server inherits what tells of its end.
  func restart() throws {
    unlink(folder + "/restarted")
    try keeper.pipe.fileHandleForWriting.write(contentsOf: Data("restart\n".utf8))
    try wait(for: "restarted")
  }

  /// Makes an empty database.
  /// - Returns: its address.
  func database() throws -> String {
    let name = "d" + UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
    try run(
      PostgresServer.binaries + "/createdb", ["-h", "127.0.0.1", "-p", "\(port)", "-U", "denchi", name])
    return "postgresql://denchi@127.0.0.1:\(port)/\(name)"
  }

  /// Runs SQL with PostgreSQL's own program.
  func run(sql: String, in database: String) throws {
    try run(PostgresServer.binaries + "/psql", ["-q", "-v", "ON_ERROR_STOP=1", "-c", sql, database])
  }

  private func run(_ path: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(path) \(arguments)")
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
      }
    }
    try #require(status == 0)
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
