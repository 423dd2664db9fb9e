import Values

/// Another company's system that exchanges footprints with one of ours by PACT.
public struct PactPartner: Codable, Sendable, Hashable {
  /// Where answers to a partner's requests go.
  public enum Answers: String, Codable, Sendable, CaseIterable {
    /// To `baseURL`, whatever the request's `source` says.
    case baseURL
    /// To the `source` of the request, where the node's settings allow that host.
    case source
  }

  /// Its identifier.
  public var partnerID: Identifier
  /// The company of this node that it belongs to.
  public var operatorID: Identifier
  /// What it is called.
  public var name: String
  /// URNs by which its footprints name it; with none, any are taken.
  public var companyIDs: [String]
  /// Where its PACT interface is, without `/3` and without a slash at the end; nil if it only calls us.
  public var baseURL: String?
  /// Where tokens are got; nil: what OpenID discovery at `baseURL` says, else `/auth/token` there.
  public var tokenEndpoint: String?
  /// What we send as `client_id`; the secret is kept apart.
  public var clientID: String?
  /// Its public number (事業者識別子（ローカル）), where it has one.
  public var openOperatorID: String?
  /// What it may read.
  public var grant: PactGrant
  /// Where answers to its requests go.
  public var answers: Answers
  /// Public keys (PEM) with which it signs, if it does.
  public var signingKeys: [String]
  /// No longer a partner: may read nothing and is sent nothing.
  public var removed: Bool

  /// One as it is recorded.
  public init(
    partnerID: Identifier, operatorID: Identifier, name: String, companyIDs: [String] = [],
    baseURL: String? = nil, tokenEndpoint: String? = nil, clientID: String? = nil,
    openOperatorID: String? = nil, grant: PactGrant = .nothing, answers: Answers = .baseURL,
    signingKeys: [String] = [], removed: Bool = false
  ) {
    self.partnerID = partnerID
    self.operatorID = operatorID
    self.name = name
    self.companyIDs = companyIDs
    self.baseURL = baseURL
    self.tokenEndpoint = tokenEndpoint
    self.clientID = clientID
    self.openOperatorID = openOperatorID
    self.grant = grant
    self.answers = answers
    self.signingKeys = signingKeys
    self.removed = removed
  }
}

/// What a partner may read of a company's published footprints.
public struct PactGrant: Codable, Sendable, Hashable {
  /// Every footprint, also those to come.
  public private(set) var all: Bool
  /// Every version of products with one of these identifiers: lower case, sorted.
  public private(set) var products: [String]
  /// These footprints: sorted.
  public private(set) var footprints: [Identifier]

  /// No footprint.
  public static let nothing = PactGrant()
  /// Every footprint.
  public static let everything = PactGrant(all: true)

  /// One as it is recorded.
  public init(all: Bool = false, products: [String] = [], footprints: [Identifier] = []) {
    self.all = all
    self.products = Set(products.map { $0.lowercased() }).sorted()
    self.footprints = Set(footprints).sorted()
  }

  /// Whether it lets a footprint be read.
  public func covers(_ footprint: PublishedFootprint) -> Bool {
    all || footprints.containsSorted(footprint.footprintID)
      || !products.isEmpty && footprint.facets.productIDs.contains { products.containsSorted($0) }
  }
}

extension Array where Element: Comparable {
  /// Whether a sorted array has an element, by bisection.
  func containsSorted(_ element: Element) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == element
  }
}
