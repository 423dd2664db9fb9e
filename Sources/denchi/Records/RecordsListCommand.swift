import ArgumentParser
import Records
import Values

/// `denchi records list`
struct RecordsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists records: number, time, type, who did it.",
    discussion: "The last ones, unless --from says where to start.")

  @OptionGroup var database: DatabaseOption

  @Option(help: ArgumentHelp("The number of the first record to list.", valueName: "n"))
  var from: Int64?

  @Option(help: ArgumentHelp("The most records to list.", valueName: "n"))
  var limit = 20

  @Flag(help: "Prints JSON, with the records' bodies and hashes.")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(limit) else {
      throw ValidationError("--limit must be from 1 to 1,000,000.")
    }
    guard from.map({ $0 >= 1 }) != false else { throw ValidationError("--from must be 1 or more.") }
  }

  func run() throws {
    let (records, count) = try database.with(.read) { store in
      let count = try store.head().count
      return (try store.records(from: from ?? max(1, count - Int64(limit) + 1), limit: limit), count)
    }
    guard !json else {
      return try Terminal.output.write(
        JSON.object([("count", .integer(Int(count))), ("records", .array(try records.map(row)))]).encoded()
          + "\n")
    }
    var output = BufferedOutput(.output)
    for stored in records {
      guard let record = Record(stored: stored) else {
        throw Failure.data(["record \(stored.sequence) cannot be read: run 'denchi records verify'"])
      }
      let number = String(record.sequence)
      let padding = String(repeating: " ", count: max(0, String(count).count - number.count))
      let time = record.time.description
      let gap = String(repeating: " ", count: max(1, 26 - time.count))
      try output.write(
        padding + number + "  " + time + gap + DisplayWidth.plain("\(record.type)  \(record.actor)") + "\n")
    }
    try output.flush()
    if records.isEmpty {
      try Terminal.messages.write("There are \(NumberText.count(Int(count), "record")).\n")
    }
  }

  private func row(_ stored: StoredRecord) throws -> JSON {
    guard let record = Record(stored: stored) else {
      throw Failure.data(["record \(stored.sequence) cannot be read: run 'denchi records verify'"])
    }
    return .object([
      ("sequence", .integer(Int(record.sequence))), ("time", .string(record.time.description)),
      ("type", .string(record.type)), ("actor", .string(record.actor)), ("body", JSON(record.body)),
      ("hash", .string(stored.hash.description)),
    ])
  }
}

extension JSON {
  /// The value with its members by name.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .number(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .array(let values): self = .array(values.map { JSON($0) })
    case .object(let members):
      self = .object(members.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })
    }
  }
}
