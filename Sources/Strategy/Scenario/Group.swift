import Inventory

/// Collects what a scenario says while it is read: assumptions, series, and problems to be reported together.
final class ScenarioBuilder {
  var assumptions: [Assumption] = []
  var problems = ScenarioProblems()
  var layout = Layout()
  /// Years that data may be for.
  static let dataYears = 1900...2200
  /// The years that are computed.
  var years = 2010...2050
  /// Short keys of sources, and what they stand for.
  var sources: [String: String] = [:]
  /// The scenario's files, its own first, then what it inherits from.
  var files: [String] = []
  /// Names of tables, with their files.
  var tables: [String: (path: String, file: String, place: Place)] = [:]
  private var numbers: [String: Int] = [:]

  /// A table of the scenario; without rows, with the problem reported, where it cannot be read.
  func table(_ name: String, columns: [String]) -> ScenarioTable {
    let empty = { Sheet.empty(file: name, header: columns) }
    guard let table = tables[name] else {
      problems.add("scenario", 0, "the table '\(name)' is missing in 'tables'")
      return ScenarioTable(empty(), columns: columns, self)
    }
    do {
      return ScenarioTable(try Sheet.read(path: table.path, as: table.file), columns: columns, self)
    } catch {
      problems.add(error)
      return ScenarioTable(empty(), columns: columns, self)
    }
  }

  /// Adds an assumption; the first of two with one id stays.
  func add(
    _ id: String, _ value: Double, _ unit: String, source: String?, place: Place,
    distribution: Distribution? = nil
  ) -> Parameter {
    if let there = numbers[id] { return Parameter(index: there) }
    numbers[id] = assumptions.count
    let citation = source.flatMap { $0.isEmpty ? nil : sources[$0] ?? $0 }
    assumptions.append(
      Assumption(
        id: id, value: value, unit: unit, distribution: distribution, source: citation, place: place))
    return Parameter(index: assumptions.count - 1)
  }

  /// Whether something was written in a file that the scenario inherits from.
  func isInherited(_ place: Place) -> Bool { files.first.map { $0 != place.file } ?? false }

  /// An assumption, or all that belong to a series by year.
  func parameters(_ id: String) -> [Parameter] {
    if let one = parameter(id) { return [one] }
    return assumptions.indices.filter { assumptions[$0].id.hasPrefix(id + ".") }.map(Parameter.init)
  }

  func parameter(_ id: String) -> Parameter? { numbers[id].map { Parameter(index: $0) } }

  func problem(_ place: Place, _ message: String) { problems.add(place.file, place.line, message) }
}

/// A group of keys of a scenario. Keys are asked for by name; `finish()` reports those that nobody asked for.
final class Group {
  let builder: ScenarioBuilder
  let path: String
  let place: Place
  private let pairs: [Item.Pair]
  private var asked: [String] = []

  init(_ item: Item, path: String, _ builder: ScenarioBuilder) {
    self.builder = builder
    self.path = path
    place = item.place
    if case .map(let pairs, _) = item {
      self.pairs = pairs
    } else {
      pairs = []
      builder.problem(item.place, "'\(path)' is \(item.kind): a group of keys is expected")
    }
  }

  var keys: [String] { pairs.map(\.key) }

  func item(_ key: String) -> Item? {
    asked.append(key)
    return pairs.first { $0.key == key }?.value
  }

  func place(of key: String) -> Place { pairs.first { $0.key == key }?.place ?? place }

  /// Takes every key that is there.
  func all() -> [Item.Pair] {
    asked += keys
    return pairs
  }

  /// Reports every key that was not asked for.
  /// - Parameter table: a table whose rows the keys name: keys of a scenario that a later one's table has replaced are passed over.
  func finish(namingRowsOf table: String? = nil) {
    let replaced = table.flatMap { builder.tables[$0] }.flatMap {
      builder.files.firstIndex(of: $0.place.file)
    }
    for pair in pairs where !asked.contains(pair.key) {
      if let replaced, let own = builder.files.firstIndex(of: pair.place.file), own > replaced { continue }
      let near = nearestWord(to: pair.key, in: asked)
      let hint =
        near.map { "is '\($0)' meant?" } ?? "known here: \(Set(asked).sorted().joined(separator: ", "))"
      builder.problem(
        pair.place, "there is no key '\(pair.key)' in \(path.isEmpty ? "a scenario" : path); \(hint)")
    }
  }

  func id(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

  func missing(_ key: String, _ expected: String) {
    builder.problem(place, "'\(id(key))' is missing: \(expected) is expected")
  }

  // MARK: Simple values

  func text(_ key: String) -> String? {
    guard let item = item(key) else { return nil }
    guard case .text(let text, _, let place) = item else {
      builder.problem(item.place, "'\(id(key))' is \(item.kind): a text is expected")
      return nil
    }
    if text.isEmpty { builder.problem(place, "'\(id(key))' is empty: a text is expected") }
    return text
  }

  func texts(_ key: String) -> [String]? {
    guard let item = item(key) else { return nil }
    guard case .list(let items, _) = item else {
      builder.problem(item.place, "'\(id(key))' is \(item.kind): a list is expected")
      return nil
    }
    return items.compactMap { item in
      if case .text(let text, _, _) = item { return text }
      builder.problem(item.place, "'\(id(key))' holds \(item.kind): a list of texts is expected")
      return nil
    }
  }

  /// A whole number.
  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let item = item(key) else { return nil }
    guard let number = item.number, let value = Int(exactly: number), range.contains(value) else {
      builder.problem(
        item.place,
        "'\(id(key))' is \(item.kind): a whole number from \(range.lowerBound) to \(range.upperBound) is expected"
      )
      return nil
    }
    return value
  }

  func flag(_ key: String) -> Bool? {
    guard let item = item(key) else { return nil }
    if case .text(let text, _, _) = item {
      if ["true", "yes", "on"].contains(text) { return true }
      if ["false", "no", "off"].contains(text) { return false }
    }
    builder.problem(item.place, "'\(id(key))' is \(item.kind): true or false is expected")
    return nil
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) -> Choice?
  where Choice.RawValue == String {
    guard let item = item(key) else { return nil }
    if case .text(let text, _, _) = item, let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    builder.problem(item.place, "'\(id(key))' is \(item.kind): one of \(names) is expected")
    return nil
  }

  func group(_ key: String) -> Group? {
    guard let item = item(key) else { return nil }
    return Group(item, path: id(key), builder)
  }

  func requiredGroup(_ key: String) -> Group {
    if let group = group(key) { return group }
    missing(key, "a group of keys")
    return Group(.map([], place), path: id(key), builder)
  }
}
