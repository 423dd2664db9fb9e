import Foundation
import Records
import Values

/// `records-writer LOCATION [--submitters N] [--count N] [--file-limit BYTES]`: a process that tests kill.
///
/// Appends records from N tasks at once and prints a line `SEQUENCE TOKEN` for each when it is acknowledged, or
/// `refused MESSAGE`. With a limit on the size of files it goes on without it after the first refusal.
@main
struct Writer {
  static func main() async throws {
    var location: String?
    var submitters = 4
    var count = Int.max
    var fileLimit: UInt?
    var rest = CommandLine.arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--submitters": submitters = rest.popFirst().flatMap { Int($0) } ?? 1
      case "--count": count = rest.popFirst().flatMap { Int($0) } ?? 1
      case "--file-limit": fileLimit = rest.popFirst().flatMap { UInt($0) }
      default: location = argument
      }
    }
    guard let location else { exit(64) }
    let ledger = try Ledger<Tokens>(store: RecordStores.open(location))
    if let fileLimit {
      // Else the system ends a process that writes beyond the limit.
      signal(SIGXFSZ, SIG_IGN)
      limitFiles(to: rlim_t(fileLimit))
    }
    print("ready")
    let isLimited = fileLimit != nil
    let each = count
    await withTaskGroup(of: Void.self) { group in
      for submitter in 0..<submitters {
        group.addTask {
          var refusals = 0
          for number in 0..<each {
            let token = "\(getpid())-\(submitter)-\(number)"
            do {
              let sequence = try await ledger.commit(actor: "writer") { transaction in
                try transaction.record("token", ["token": .string(token)])
                return transaction.nextSequence - 1
              }
              print("\(sequence) \(token)")
              if isLimited, refusals > 0 { return }
            } catch {
              print("refused \(error)")
              refusals += 1
              guard isLimited else { continue }
              if refusals == 3 { limitFiles(to: rlim_t.max) }
              if refusals > 3 { return }
            }
          }
        }
      }
    }
    ledger.store.close()
  }

  /// One write, which is out of the process when this returns.
  private static func print(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  private static func limitFiles(to bytes: rlim_t) {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(bytes, limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  }
}

/// How many tokens there are, and the last.
struct Tokens: LedgerState {
  private var count = 0
  private var last = ""
  private var isChanged = false

  init() {}

  init(documents: [Document]) throws {
    for document in documents {
      if document.key == "count" { count = Int(String(decoding: document.body, as: UTF8.self)) ?? 0 }
      if document.key == "last" { last = String(decoding: document.body, as: UTF8.self) }
    }
  }

  mutating func apply(_ record: Record) {
    count += 1
    last = record.body["token"]?.string ?? ""
    isChanged = true
  }

  mutating func takeChanges() -> [DocumentChange] {
    guard isChanged else { return [] }
    isChanged = false
    return allDocuments.map { DocumentChange(kind: $0.kind, key: $0.key, body: $0.body) }
  }

  var allDocuments: [Document] {
    guard count > 0 else { return [] }
    return [
      Document(kind: "tokens", key: "count", body: Array(String(count).utf8)),
      Document(kind: "tokens", key: "last", body: Array(last.utf8)),
    ]
  }
}
