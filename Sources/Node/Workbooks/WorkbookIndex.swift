import Exchange
import Values

/// A company's plants and parts by the names that cells give them.
struct WorkbookIndex {
  /// What a name stands for.
  enum Match {
    case none
    case one(Identifier)
    case several(Int)

    init(_ found: [Identifier]) {
      self = found.isEmpty ? .none : found.count == 1 ? .one(found[0]) : .several(found.count)
    }
  }

  private var plants: [Identifier: Plant] = [:]
  private var plantByNumber: [String: Identifier] = [:]
  private var partsByName: [String: [Identifier: Part]] = [:]

  init(_ space: DataSpace, company: Identifier) {
    for plant in space.plants(of: company) { add(plant) }
    for part in space.parts(of: company) { add(part, replacing: nil) }
  }

  mutating func add(_ plant: Plant) {
    plants[plant.plantID] = plant
    plantByNumber[plant.openPlantID] = plant.plantID
  }

  mutating func add(_ part: Part, replacing old: Part?) {
    if let old { partsByName[old.name]?[old.traceID] = nil }
    partsByName[part.name, default: [:]][part.traceID] = part
  }

  func plant(number: String) -> Plant? { plantByNumber[number].flatMap { plants[$0] } }

  func plantNumber(_ id: Identifier) -> String? { plants[id]?.openPlantID }

  /// - Parameter text: a number or a name; nil stands for the only plant.
  func plant(named text: String?) -> Match {
    guard let text else { return Match(Array(plants.keys)) }
    if let id = plantByNumber[text] { return .one(id) }
    return Match(plants.values.filter { $0.name == text }.map(\.plantID))
  }

  func part(plant: Identifier, _ name: String, _ support: String?) -> Part? {
    partsByName[name]?.values.first { $0.plantID == plant && ($0.supportName ?? "") == (support ?? "") }
  }

  /// - Parameters:
  ///   - support: nil stands for a part without one, else for the only one.
  ///   - plant: nil stands for any.
  func part(_ name: String, _ support: String?, plant: Identifier?) -> Match {
    let named = (partsByName[name] ?? [:]).values.filter { plant == nil || $0.plantID == plant }
    let exact = named.filter { ($0.supportName ?? "") == (support ?? "") }
    return Match((exact.isEmpty && support == nil ? named : exact).map(\.traceID))
  }

  /// How a person knows a part.
  func name(_ part: Part) -> String {
    [part.name, part.supportName ?? "", part.label.map { "(\($0))" } ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
