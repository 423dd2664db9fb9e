import Foundation

/// The strategy's roadmap as data: items, owners, dates, what depends on what, and the state today.
public struct Roadmap: Sendable {
  /// How an item stands.
  public enum State: String, Sendable, CaseIterable {
    case done
    case underWay = "under_way"
    case late, unknown
  }

  /// What an item waits for.
  public struct Dependency: Sendable {
    /// The id of the item waited for.
    public let id: String
    /// Whether the strategy states it; otherwise it is a reading.
    public let isStated: Bool
    /// The passage that states it.
    public let passage: String?
    /// Years between the two ends, where the strategy says by when one is needed for the other.
    public let leadYears: Double?
    let place: Place
  }

  /// One bar or goal of the roadmap.
  public struct Item: Sendable {
    /// Its id.
    public let id: String
    /// What it is.
    public let name: Bilingual
    /// The id of its lane.
    public let lane: String
    /// When it begins and ends, where a page of the strategy prints it.
    public let start, end: PartialDate?
    /// Whom the strategy names.
    public let owners: [String]
    /// What it waits for.
    public let dependencies: [Dependency]
    /// How it stands.
    public let state: State
    /// Since when or as of when that is known.
    public let stateDate: PartialDate?
    /// Who says so.
    public let stateSource: String?
    /// How sure that is.
    public let stateConfidence: String?
    /// What else is known.
    public let note: String?
    /// How often it comes again, such as `yearly`.
    public let repeats: String?
    /// Ids of the targets it serves.
    public let targets: [String]
    /// Where it was written.
    public let place: Place
  }

  /// A group of items.
  public struct Lane: Sendable {
    /// Its id.
    public let id: String
    /// The page of the roadmap.
    public let page: Int
    /// What it is about.
    public let name: Bilingual
  }

  /// The lanes, in the order of the pages.
  public let lanes: [Lane]
  /// The items, in the order of the file.
  public let items: [Item]

  /// The item with an id.
  public subscript(id: String) -> Item? { items.first { $0.id == id } }

  init(_ builder: ScenarioBuilder) {
    guard let table = builder.tables["roadmap"] else {
      (lanes, items) = ([], [])
      return
    }
    do {
      let root = Group(try Strategy.Item.read(path: table.path, as: table.file), path: "", builder)
      _ = (root.item("source"), root.item("pages"))
      lanes = root.groups("lanes").map { group in
        defer { group.finish() }
        return Lane(
          id: group.text("id") ?? "", page: group.integer("page", in: 1...9) ?? 1,
          name: Bilingual(group.text("name") ?? "", group.text("name_ja") ?? ""))
      }
      let lanes = lanes
      items = root.groups("items").map { Self.item($0, lanes, builder) }
      root.finish()
    } catch {
      builder.problems.add(error)
      (lanes, items) = ([], [])
    }
    check(builder)
  }

  private static func item(_ group: Group, _ lanes: [Lane], _ builder: ScenarioBuilder) -> Item {
    defer { group.finish() }
    let lane = group.text("lane") ?? ""
    if !lanes.contains(where: { $0.id == lane }) {
      builder.problem(group.place(of: "lane"), "there is no lane '\(lane)'")
    }
    let dependencies = group.groups("depends_on").map { own in
      defer { own.finish() }
      return Dependency(
        id: own.text("id") ?? "", isStated: own.text("dependency_source") == "strategy",
        passage: own.optionalText("passage"),
        leadYears: own.integer("lead_years", in: 0...30).map(Double.init),
        place: own.place)
    }
    let source = group.optionalText("state_source")
    let repeats = group.optionalText("repeats")
    return Item(
      id: group.text("id") ?? "", name: Bilingual(group.text("name") ?? "", group.text("name_ja") ?? ""),
      lane: lane,
      start: group.date("start"), end: group.date("end"), owners: group.texts("owners") ?? [],
      dependencies: dependencies, state: group.choice("state", State.self) ?? .unknown,
      stateDate: group.date("state_date"), stateSource: source.map { builder.sources[$0] ?? $0 },
      stateConfidence: group.optionalText("state_confidence"), note: group.optionalText("state_note"),
      repeats: repeats, targets: group.texts("targets") ?? [], place: group.place)
  }

  /// Ids are there once, dependencies exist, and none waits for itself.
  private func check(_ builder: ScenarioBuilder) {
    var places: [String: Place] = [:]
    for item in items {
      if let first = places[item.id] {
        builder.problem(item.place, "the item '\(item.id)' is there twice: it is in line \(first.line) too")
      }
      places[item.id] = item.place
    }
    for item in items {
      for dependency in item.dependencies where places[dependency.id] == nil {
        builder.problem(dependency.place, "'\(item.id)' depends on '\(dependency.id)', which is not there")
      }
    }
    if let circle = firstCircle() {
      builder.problem(
        self[circle[0]]?.place ?? Place(file: "roadmap", line: 0),
        "these items wait for each other: \(circle.joined(separator: " -> "))")
    }
  }

  private func firstCircle() -> [String]? {
    var state: [String: Int] = [:]
    var path: [String] = []
    func visit(_ id: String) -> [String]? {
      if state[id] == 2 { return nil }
      if state[id] == 1 { return Array(path[(path.firstIndex(of: id) ?? 0)...]) + [id] }
      state[id] = 1
      path.append(id)
      defer { path.removeLast() }
      for dependency in self[id]?.dependencies ?? [] {
        if let circle = visit(dependency.id) { return circle }
      }
      state[id] = 2
      return nil
    }
    for item in items {
      if let circle = visit(item.id) { return circle }
    }
    return nil
  }
}

extension Group {
  /// A list of groups.
  func groups(_ key: String) -> [Group] {
    guard let item = item(key) else { return [] }
    guard case .list(let items, _) = item else {
      builder.problem(item.place, "'\(id(key))' is \(item.kind): a list is expected")
      return []
    }
    return items.enumerated().map { Group($1, path: "\(id(key))[\($0 + 1)]", builder) }
  }

  /// A text that may be null.
  func optionalText(_ key: String) -> String? {
    guard let item = item(key), !item.isNull else { return nil }
    return text(key)
  }

  /// A date that may be null.
  func date(_ key: String) -> PartialDate? {
    guard let text = optionalText(key) else { return nil }
    if let date = PartialDate(text) { return date }
    builder.problem(
      place(of: key), "'\(id(key))' is '\(text)': a date such as 2030, 2030-03 or FY2030 is expected")
    return nil
  }
}

extension Item {
  /// Whether it stands for no value.
  var isNull: Bool {
    if case .text(let text, false, _) = self { return ["", "null", "~"].contains(text) }
    return false
  }
}
