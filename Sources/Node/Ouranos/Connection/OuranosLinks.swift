import Exchange
import Values

/// What a node knows of other Ouranos platforms: its companies' accounts there, and what is asked there.
public struct OuranosLinks: StatePart {
  static let linkType = "ouranos.link"
  static let orderType = "ouranos.order"

  /// Accounts, by identifier.
  public private(set) var links = Table<Identifier, OuranosLink>("ouranosLinks")
  /// What is asked, by identifier.
  public private(set) var orders = Table<Identifier, OuranosOrder>("ouranosOrders")

  /// Nothing known.
  public init() {}

  /// A company's accounts, by name.
  public func links(of company: Identifier) -> [OuranosLink] {
    links.values.filter { $0.operatorID == company }.sorted { ($0.name, $0.linkID) < ($1.name, $1.linkID) }
  }

  /// What a company asks on other platforms, by component.
  public func orders(of company: Identifier) -> [OuranosOrder] {
    orders.values.filter { $0.operatorID == company }
      .sorted { ($0.component, $0.orderID) < ($1.component, $1.orderID) }
  }

  /// What is to be seen to now, the longest due first.
  func due(at now: Timestamp) -> [OuranosOrder] {
    orders.values.filter { order in
      order.due <= now && order.state != .ended && order.state != .rejected
        && links[order.linkID]?.disabled == false
    }.sorted { ($0.due, $0.orderID) < ($1.due, $1.orderID) }
  }

  /// Takes a record in; false for a type that is neither an account nor an order.
  public mutating func apply(type: String, body: JSONValue, sequence: Int64, time: Timestamp) throws -> Bool {
    switch type {
    case OuranosLinks.linkType:
      let link = try body.decoded(as: OuranosLink.self)
      links[link.linkID] = link
    case OuranosLinks.orderType:
      let order = try body.decoded(as: OuranosOrder.self)
      orders[order.orderID] = order
    default: return false
    }
    return true
  }

  /// The rows changed since this was last asked.
  public mutating func takeChanges() -> [(kind: String, key: String, body: [UInt8]?)] {
    links.takeChanges() + orders.takeChanges()
  }

  /// Every row.
  public var allRows: [(kind: String, key: String, body: [UInt8])] { links.all + orders.all }

  /// Takes a stored row in; false for a row of another table.
  public mutating func load(kind: String, key: String, body: [UInt8]) throws -> Bool {
    switch kind {
    case links.kind: try links.load(key: key, body: body)
    case orders.kind: try orders.load(key: key, body: body)
    default: return false
    }
    return true
  }

  /// There is nothing to make: no index is kept.
  public mutating func finishLoading() {}
}
