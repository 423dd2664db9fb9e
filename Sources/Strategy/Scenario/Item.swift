import Foundation
import Yams

/// Where something was written.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// The file as the reader of a message knows it.
  public let file: String
  /// The line, from 1; 0 where the file as a whole is meant.
  public let line: Int

  /// A line of a file.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// `file:line`, or the file alone.
  public var description: String { line > 0 ? "\(file):\(line)" : file }
}

/// A value of a YAML file, each part with its place.
indirect enum Item: Sendable {
  case text(String, isQuoted: Bool, Place)
  case list([Item], Place)
  case map([Pair], Place)

  struct Pair: Sendable {
    let key: String
    let place: Place
    var value: Item
  }

  var place: Place {
    switch self {
    case .text(_, _, let place), .list(_, let place), .map(_, let place): place
    }
  }

  /// The number that a plain scalar holds.
  var number: Double? {
    guard case .text(let text, false, _) = self else { return nil }
    return Item.number(text)
  }

  /// A number as people write it in YAML: `1000`, `1e3`, `1_000`.
  static func number(_ text: String) -> Double? {
    let plain = text.contains("_") ? text.split(separator: "_").joined() : text
    guard let first = plain.utf8.first, first != UInt8(ascii: "n"), first != UInt8(ascii: "i") else {
      return nil
    }
    guard let value = Double(plain), value.isFinite else { return nil }
    return value
  }

  subscript(key: String) -> Item? {
    guard case .map(let pairs, _) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// What to call it in a message.
  var kind: String {
    switch self {
    case .text(let text, _, _): "'\(text)'"
    case .list: "a list"
    case .map: "a group of keys"
    }
  }
}

// MARK: Reading

extension Item {
  /// Reads a YAML file.
  /// - Parameter file: the name that problems are reported under.
  /// - Throws: `ScenarioProblems` where the file is not there, is not UTF-8 or is refused by ``parse(_:file:)``.
  static func read(path: String, as file: String) throws(ScenarioProblems) -> Item {
    var problems = ScenarioProblems()
    guard let data = FileManager.default.contents(atPath: path) else {
      problems.add(file, 0, "there is no such file")
      problems.isFileNotFound = true
      throw problems
    }
    guard let text = String(data: data, encoding: .utf8) else {
      problems.add(file, 0, "the file is not UTF-8")
      throw problems
    }
    return try parse(text, file: file)
  }

  /// Parses one YAML document.
  /// - Throws: `ScenarioProblems` where the text is no YAML, a key is there twice, or the file holds no keys.
  static func parse(_ text: String, file: String) throws(ScenarioProblems) -> Item {
    var problems = ScenarioProblems()
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      problems.add(file, Item.line(of: error), Item.message(of: error))
      throw problems
    }
    guard let node else { return .map([], Place(file: file, line: 0)) }
    let item = Item(node, file, &problems)
    guard problems.problems.isEmpty else { throw problems }
    return item
  }

  private init(_ node: Node, _ file: String, _ problems: inout ScenarioProblems) {
    let place = Place(file: file, line: node.mark?.line ?? 0)
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      self = .text(scalar.string, isQuoted: isQuoted, place)
    case .sequence(let sequence):
      self = .list(sequence.map { Item($0, file, &problems) }, place)
    case .mapping(let mapping):
      var pairs: [Pair] = []
      var lines: [String: Int] = [:]
      for (key, value) in mapping {
        let line = key.mark?.line ?? place.line
        guard case .scalar(let name) = key else {
          problems.add(file, line, "a key is a word or a year; a list or group cannot be one")
          continue
        }
        if let first = lines[name.string] {
          problems.add(file, line, "the key '\(name.string)' is there twice: it is in line \(first) too")
          continue
        }
        lines[name.string] = line
        pairs.append(
          Pair(key: name.string, place: Place(file: file, line: line), value: Item(value, file, &problems)))
      }
      self = .map(pairs, place)
    case .alias:
      problems.add(file, place.line, "YAML aliases (*name) are not used in scenarios: write the value out")
      self = .text("", isQuoted: false, place)
    }
  }

  private static func line(of error: any Error) -> Int {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: 0
    }
  }

  private static func message(of error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      "this is not YAML: \(problem)"
    case .duplicatedKeysInMapping(let duplicates, _):
      "the same key twice: \(duplicates.map(String.init(describing:)).sorted().joined(separator: ", "))"
    default: "this is not YAML: \(error)"
    }
  }
}

// MARK: Inheritance

extension Item {
  /// This item with what `change` says put over it: groups are merged key by key, everything else is replaced.
  /// A plain number over a quantity (a group with `value` or `values`) changes its value, keeps its unit and
  /// takes away its source and distribution, which no longer apply. `null` takes a key away.
  func overlaid(with change: Item) -> Item {
    guard case .map(let pairs, let place) = self else { return change }
    switch change {
    case .map(let changes, let changePlace):
      var merged = pairs
      if change["values"] != nil, let source = self["source"] {
        // Years that stay keep the source they had.
        merged = merged.map {
          $0.key == "values" ? Pair(key: $0.key, place: $0.place, value: $0.value.points(from: source)) : $0
        }
      }
      for pair in changes {
        if pair.value.isNull {
          merged.removeAll { $0.key == pair.key }
        } else if let i = merged.firstIndex(where: { $0.key == pair.key }) {
          merged[i] = Pair(
            key: pair.key, place: pair.place, value: merged[i].value.overlaid(with: pair.value))
        } else {
          merged.append(pair)
        }
      }
      let has = Set(changes.map(\.key))
      if has.contains("value") && !has.contains("values") { merged.removeAll { $0.key == "values" } }
      if has.contains("values") && !has.contains("value") { merged.removeAll { $0.key == "value" } }
      if has.contains("value") || has.contains("values") {
        if !has.contains("source") { merged.removeAll { $0.key == "source" } }
        if !has.contains("distribution") { merged.removeAll { $0.key == "distribution" } }
      }
      return .map(merged, merged.isEmpty ? place : changePlace)
    case .text where change.number != nil && (self["value"] != nil || self["values"] != nil):
      let kept = pairs.filter { $0.key == "unit" }
      return .map([Pair(key: "value", place: change.place, value: change)] + kept, change.place)
    default:
      return change
    }
  }

  /// Values by year, each plain number with a source of its own.
  private func points(from source: Item) -> Item {
    guard case .map(let pairs, let place) = self else { return self }
    return .map(
      pairs.map { pair in
        guard pair.value.number != nil else { return pair }
        let value = Pair(key: "value", place: pair.value.place, value: pair.value)
        let own = Pair(key: "source", place: source.place, value: source)
        return Pair(key: pair.key, place: pair.place, value: .map([value, own], pair.value.place))
      }, place)
  }
}
