import Exchange
import Values

/// A chain a company keeps at its node, to compute footprints from.
public struct StoredChain: Codable, Sendable, Hashable {
  /// The chain.
  public var chainID: Identifier
  /// Whose it is.
  public var operatorID: Identifier
  /// What the company calls it.
  public var name: String
  /// The SHA-256 of the attachment that holds its files.
  public var attachment: String
  /// When this version was stored.
  public var stored: Timestamp
}

/// That a part's footprint is computed from a chain.
public struct ChainBinding: Codable, Sendable, Hashable {
  /// A product of the chain that a partner supplies, and the component it is bought as.
  public struct Supplied: Codable, Sendable, Hashable {
    /// The activity's id in the chain.
    public var activity: String
    /// The company's component.
    public var component: Identifier

    /// Made of its parts.
    public init(activity: String, component: Identifier) {
      self.activity = activity
      self.component = component
    }
  }

  /// The part.
  public var traceID: Identifier
  /// The chain.
  public var chainID: Identifier
  /// The activity's id in the chain.
  public var product: String
  /// What partners supply.
  public var supplied: [Supplied]
}

/// The chains of companies, and the parts that are computed from them.
public struct ChainBook: StatePart {
  /// By identifier.
  public private(set) var chains = Table<Identifier, StoredChain>("chains")
  /// By part.
  public private(set) var bindings = Table<Identifier, ChainBinding>("chain_bindings")

  /// Made of its parts.
  public init() {}

  /// A company's chains, by name.
  public func chains(of company: Identifier) -> [StoredChain] {
    chains.values.filter { $0.operatorID == company }.sorted { ($0.name, $0.chainID) < ($1.name, $1.chainID) }
  }

  /// Takes a record in.
  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    switch type {
    case "chain.put":
      let chain = try body.decoded(as: StoredChain.self)
      chains[chain.chainID] = chain
    case "chain.bound":
      let binding = try body.decoded(as: ChainBinding.self)
      bindings[binding.traceID] = binding
    default: return false
    }
    return true
  }

  /// The rows changed since this was last asked.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] {
    chains.takeChanges() + bindings.takeChanges()
  }

  /// Every row.
  public var allRows: [(kind: String, key: String, body: [UInt8])] { chains.all + bindings.all }

  /// Takes a stored row in.
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    switch kind {
    case chains.kind: try chains.load(key: key, body: body)
    case bindings.kind: try bindings.load(key: key, body: body)
    default: return false
    }
    return true
  }

  /// There is no index to make.
  public mutating func finishLoading() {}
}
