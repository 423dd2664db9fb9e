import Foundation
import Inventory

/// Everything that an industry strategy is computed from: files with every assumption, and the model that they make.
///
/// A scenario is a YAML file, or a folder with `scenario.yaml`, and the CSV files that it names. With `base:` it takes over another one
/// (`default` is the one that comes with Denchi) and changes what it says.
public struct Scenario: Sendable {
  /// Its name.
  public let name: Bilingual
  /// What it is for, if said.
  public let summary: Bilingual?
  /// The years that are computed.
  public let years: ClosedRange<Int>
  /// Every number that goes in, with unit, source and place.
  public let assumptions: [Assumption]
  /// The files that were read, the scenario's own first.
  public let files: [String]
  /// What a reader of the results must know: parts that could not be computed.
  public let notes: [Bilingual]
  /// The model.
  public let model: Model
  /// Where other files of the scenario (roadmap, supports, stress, build-out) are, by name.
  let tables: [String: (path: String, file: String, place: Place)]
  /// The YAML after inheritance.
  let document: Item

  /// The folder of the scenario that comes with Denchi.
  public static var defaultFolder: String? { Bundle.module.resourceURL.map { $0.path + "/Default" } }

  /// Reads a scenario.
  /// - Parameters:
  ///   - path: a YAML file or a folder with `scenario.yaml`; nil for the scenario that comes with Denchi.
  ///   - chain: the folder of the supply chain for emissions; nil takes the scenario's own.
  ///   - chainRoots: folders in which the chain that a scenario names is looked for, beside the scenario's own; where it is in
  ///     none of them, emissions are missing and ``notes`` says so.
  ///   - asOf: the date at which the ledger of plants is read; nil takes the scenario's own.
  /// - Throws: `ScenarioProblems` with everything that is wrong, before anything is computed.
  public static func read(
    _ path: String?, chain: String? = nil, chainRoots: [String] = ["."], asOf: PartialDate? = nil
  ) throws(ScenarioProblems) -> Scenario {
    var loader = ScenarioLoader()
    let document = try loader.load(path)
    return try Scenario(document, loader, chain: chain, roots: chainRoots, asOf: asOf)
  }

  private init(
    _ document: Item, _ loader: ScenarioLoader, chain: String?, roots: [String], asOf: PartialDate?
  ) throws(ScenarioProblems) {
    let builder = ScenarioBuilder()
    let root = Group(document, path: "", builder)
    _ = root.item("base")
    let stated = root.bilingual("name") ?? Bilingual("unnamed", "名称なし")
    if let own = loader.files.first, root.place(of: "name").file != own, loader.files.count > 1 {
      name = Bilingual("\(stated.en), changed by \(own)", "\(stated.ja)(\(own)で変更)")
    } else {
      name = stated
    }
    summary = root.bilingual("summary")
    let horizon = root.requiredGroup("horizon")
    let first = horizon.integer("first", in: 1990...2020) ?? 2010
    let last = horizon.integer("last", in: 1990...2100) ?? 2050
    if last <= first {
      builder.problem(horizon.place, "the horizon ends in \(last), not after it begins in \(first)")
    }
    horizon.finish()
    years = first...max(first + 1, last)
    builder.years = years
    let date =
      asOf
      ?? root.text("as_of").flatMap { text in
        if let date = PartialDate(text) { return date }
        builder.problem(
          root.place(of: "as_of"), "'as_of' is '\(text)': a date such as 2025-12-31 is expected")
        return nil
      }
    _ = root.item("as_of")
    if date == nil && !root.keys.contains("as_of") {
      root.missing("as_of", "the date at which the ledger of plants is read")
    }
    builder.files = loader.files
    loader.tables(root, builder)
    builder.readSources()
    let folder = chain ?? loader.chain(document, roots)
    if folder == nil, case .text(let name, _, let place)? = document["carbon"]?["chain"],
      place.file == loader.files.first,
      !place.file.hasPrefix("default/")
    {
      builder.problem(
        place, "there is no supply chain in '\(name)': a folder with activities.csv is expected")
    }
    model = Model(root, builder, asOf: date ?? PartialDate(year: 2025), chain: folder)
    notes =
      folder == nil
      ? [
        Bilingual(
          "Emissions are missing: the supply chain that the scenario names is neither here nor beside the program (--chain FOLDER gives one).",
          "排出量なし: シナリオのサプライチェーンが見つかりません(--chainで指定)。")
      ] : []
    builder.readUncertainty(root.group("uncertainty"))
    builder.checkDistributions()
    for key in Scenario.laterGroups { _ = root.item(key) }
    root.finish()
    guard builder.problems.problems.isEmpty else { throw builder.problems }
    assumptions = builder.assumptions
    files = loader.files
    tables = builder.tables
    self.document = document
  }

  /// Groups that are read when what they are for is asked for.
  static let laterGroups = ["stress", "history"]
}

extension Group {
  /// `{en: ..., ja: ...}`, or one text for both.
  func bilingual(_ key: String) -> Bilingual? {
    guard let item = item(key) else { return nil }
    if case .text(let text, _, _) = item { return Bilingual(text, text) }
    let group = Group(item, path: id(key), builder)
    defer { group.finish() }
    let english = group.text("en") ?? ""
    if english.isEmpty { group.missing("en", "a text") }
    return Bilingual(english, group.text("ja") ?? english)
  }
}

extension ScenarioBuilder {
  /// Reads `sources.csv`, by whose keys other tables name their sources.
  func readSources() {
    guard tables["sources"] != nil else { return }
    for row in table("sources", columns: ["key", "citation"]).rows {
      let url = row["url"]
      sources[row.text("key")] =
        row["confidence"] == "assumption"
        ? "assumption: \(row["citation"])" : row["citation"] + (url.isEmpty ? "" : ", \(url)")
    }
  }
}

/// Reads a scenario's file and those it inherits from.
private struct ScenarioLoader {
  var files: [String] = []
  /// The folder of each file, for what it names.
  private var folders: [String: String] = [:]

  mutating func load(_ path: String?) throws(ScenarioProblems) -> Item {
    guard let path, path != "default" else { return try load(default: []) }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let file =
      exists && isFolder.boolValue ? (path.hasSuffix("/") ? path : path + "/") + "scenario.yaml" : path
    return try load(file: file, as: file, seen: [])
  }

  private mutating func load(default seen: [String]) throws(ScenarioProblems) -> Item {
    guard let folder = Scenario.defaultFolder else {
      var problems = ScenarioProblems()
      problems.add("default", 0, "the files of the default scenario are not beside the program")
      problems.isFileNotFound = true
      throw problems
    }
    return try load(file: folder + "/scenario.yaml", as: "default/scenario.yaml", seen: seen)
  }

  private mutating func load(file path: String, as name: String, seen: [String]) throws(ScenarioProblems)
    -> Item
  {
    var problems = ScenarioProblems()
    let resolved = URL(fileURLWithPath: path).standardizedFileURL.path
    guard !seen.contains(resolved) else {
      problems.add(name, 0, "the scenario inherits from itself (base)")
      throw problems
    }
    let item = try Item.read(path: path, as: name)
    files.append(name)
    folders[name] = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard let base = item["base"] else { return item }
    guard case .text(let baseName, _, let place) = base, !baseName.isEmpty else {
      problems.add(
        name, base.place.line, "'base' is \(base.kind): default, or the path of a scenario, is expected")
      throw problems
    }
    let chain = seen + [resolved]
    if baseName == "default" { return try load(default: chain).overlaid(with: item) }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let basePath = baseName.hasPrefix("/") ? baseName : folder + "/" + baseName
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: basePath, isDirectory: &isFolder)
    guard exists else {
      problems.add(
        name, place.line, "there is no scenario '\(baseName)' to inherit from ('default' is Denchi's own)")
      throw problems
    }
    let basis = try load(
      file: isFolder.boolValue ? basePath + "/scenario.yaml" : basePath, as: baseName, seen: chain)
    return basis.overlaid(with: item)
  }

  /// Finds the files that `tables` names, each beside the scenario that names it.
  func tables(_ root: Group, _ builder: ScenarioBuilder) {
    guard let group = root.group("tables") else { return }
    for pair in group.all() {
      guard case .text(let name, _, let place) = pair.value else {
        builder.problem(
          pair.place, "the table '\(pair.key)' is \(pair.value.kind): the name of a file is expected")
        continue
      }
      let folder = folders[place.file] ?? "."
      let path = name.hasPrefix("/") ? name : folder + "/" + name
      let isDefault = place.file.hasPrefix("default/")
      let shown =
        isDefault ? "default/" + name : name.hasPrefix("/") ? name : Self.shown(name, beside: place.file)
      builder.tables[pair.key] = (path, shown, place)
    }
  }

  /// The folder of the chain that `carbon.chain` names: beside the file that names it, or in one of the roots.
  func chain(_ document: Item, _ roots: [String]) -> String? {
    guard case .text(let name, _, let place)? = document["carbon"]?["chain"] else { return nil }
    if name.hasPrefix("/") { return name }
    let own = folders[place.file].map { $0 == "" ? "." : $0 }
    let candidates =
      roots.map { $0 == "." ? name : $0 + "/" + name } + [own.map { $0 + "/" + name }].compactMap(\.self)
    return candidates.first { FileManager.default.fileExists(atPath: $0 + "/activities.csv") }
  }

  private static func shown(_ name: String, beside file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return name }
    return file[...slash] + name
  }
}
