import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL
import Records
import Synchronization
import Testing
import Values

/// A store in memory that can be away, as a database can.
final class AwayStore: RecordStore {
  let isAway = Mutex(false)
  private let store = MemoryStore()

  private func check() throws {
    if isAway.withLock({ $0 }) { throw StoreError.unavailable("the database is away") }
  }

  var canAppend: Bool { true }
  func head() throws -> (count: Int64, hash: Digest) {
    try check()
    return store.head()
  }
  func append(_ records: [StoredRecord], documents: [DocumentChange], expected: Int64) throws {
    try check()
    try store.append(records, documents: documents, expected: expected)
  }
  func records(from first: Int64, limit: Int) throws -> [StoredRecord] {
    try check()
    return store.records(from: first, limit: limit)
  }
  func hashes(from first: Int64, limit: Int) throws -> [Digest] {
    try check()
    return store.hashes(from: first, limit: limit)
  }
  func documents(_ body: (Document) throws -> Void) throws -> Int64 { try store.documents(body) }
  func replaceDocuments(_ documents: [Document], at count: Int64) throws {
    try store.replaceDocuments(documents, at: count)
  }
  func putAttachment(_ content: [UInt8]) throws -> Digest {
    try check()
    return store.putAttachment(content)
  }
  func attachment(_ digest: Digest) throws -> [UInt8]? { store.attachment(digest) }
  func attachments() throws -> [Digest] { store.attachments() }
  func secret(_ name: String) throws -> [UInt8]? {
    try check()
    return store.secret(name)
  }
  func putSecret(_ name: String, _ value: [UInt8]?) throws {
    try check()
    store.putSecret(name, value)
  }
  func secret(_ name: String, orPut value: [UInt8]) throws -> [UInt8] {
    try check()
    return store.secret(name, orPut: value)
  }
  func secrets(prefix: String) throws -> [(name: String, value: [UInt8])] {
    try check()
    return store.secrets(prefix: prefix)
  }
  func putCheckpoint(_ checkpoint: StoredCheckpoint) throws { store.putCheckpoint(checkpoint) }
  func checkpoints(after size: Int64, limit: Int) throws -> [StoredCheckpoint] {
    store.checkpoints(after: size, limit: limit)
  }
  func lastCheckpoint() throws -> StoredCheckpoint? { store.lastCheckpoint() }
  func backup(to path: String, progress: @escaping (Double) -> Void) throws {
    try store.backup(to: path, progress: progress)
  }
  func restore(from backup: SQLiteStore, progress: @escaping (Double) -> Void) throws {
    try store.restore(from: backup, progress: progress)
  }
  func close() { store.close() }
}

/// Independent implementations from PyPI.
enum PythonPeer {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let python = root + "/.build/python/bin/python"

  /// Whether `make deps-test` could install them.
  static let isThere = FileManager.default.fileExists(atPath: python)

  /// Runs a program, which must end without a fault.
  static func run(_ program: String, input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", program]
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    return text
  }
}

enum TestTLS {
  /// A client that trusts one authority; shut it down.
  static func client(trusting authority: String) throws -> HTTPClient {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates([
      try NIOSSLCertificate(bytes: Array(authority.utf8), format: .pem)
    ])
    return HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: HTTPClient.Configuration(tlsConfiguration: configuration))
  }
}

enum TestClients {
  /// Does not follow a redirect, so that a test sees it.
  static let noRedirects = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
}
