import Exchange
import Foundation
import Records
import Synchronization
import Values

/// Speaks PACT v3 with partners: finds out where tokens are given, gets one, reads footprints, sends events.
public final class PactClient: PactCaller {
  private struct Token {
    var text: String
    var expires: Timestamp
  }

  private let http: OutgoingHTTP
  private let store: any RecordStore
  private let tokens = Mutex<[String: Token]>([:])

  /// - Parameter store: where the secrets for partners' token endpoints are kept.
  public init(http: OutgoingHTTP, store: any RecordStore) {
    self.http = http
    self.store = store
  }

  /// Keeps the secret with which we get tokens from a partner.
  public static func putSecret(_ secret: String?, of partner: Identifier, in store: any RecordStore) throws {
    try store.putSecret("pact-partner/\(partner)", secret.map { Array($0.utf8) })
  }

  // MARK: Calls

  /// Sends an event.
  /// - Parameter target: the base URL of the partner's interface.
  public func send(_ event: JSONValue, to partner: PactPartner, at target: String) async throws(CallFailure) {
    _ = try await authorised(partner, target) { token throws(CallFailure) in
      try await self.http.call(
        .POST, target + "/3/events", headers: [("Authorization", "Bearer \(token)")],
        body: ("application/cloudevents+json", event.canonical), limit: 1 << 20)
    }
  }

  /// A partner's footprint.
  public func footprint(_ id: String, of partner: PactPartner, at target: String) async throws(CallFailure)
    -> JSONValue
  {
    let answer = try await authorised(partner, target) { token throws(CallFailure) in
      try await self.http.call(
        .GET, target + "/3/footprints/" + PactAPI.encoded(id), headers: [("Authorization", "Bearer \(token)")]
      )
    }
    guard let document = (try? JSONValue(parsing: answer.body))?["data"] else {
      throw CallFailure("\(target): the answer has no footprint in it", isPermanent: true)
    }
    return document
  }

  /// All of a partner's footprints that meet criteria, page after page.
  /// - Parameters:
  ///   - criteria: names and values of the query.
  ///   - most: how many are taken at most.
  public func footprints(
    of partner: PactPartner, at target: String, criteria: [(name: String, value: String)] = [],
    most: Int = 100_000
  ) async throws(CallFailure) -> [JSONValue] {
    let query = criteria.map { "\(PactAPI.encoded($0.name))=\(PactAPI.encoded($0.value))" }
    var next: String? = target + "/3/footprints" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    var found: [JSONValue] = []
    while let url = next, found.count < most {
      guard URL(string: url)?.host == URL(string: target)?.host else {
        throw CallFailure("\(target): its next page is on another host", isPermanent: true)
      }
      let answer = try await authorised(partner, target) { token throws(CallFailure) in
        try await self.http.call(.GET, url, headers: [("Authorization", "Bearer \(token)")])
      }
      guard let page = (try? JSONValue(parsing: answer.body))?["data"]?.array else {
        throw CallFailure("\(target): the answer has no list in it", isPermanent: true)
      }
      found += page
      next = PactClient.nextLink(answer.headers["Link"].joined(separator: ","))
      if next == url { break }
    }
    return Array(found.prefix(most))
  }

  /// Reads an address, whatever its status.
  func plainCall(_ url: String, token: String? = nil) async throws(CallFailure) -> CallAnswer {
    try await http.call(
      .GET, url, headers: token.map { [("Authorization", "Bearer \($0)")] } ?? [], limit: 4 << 20)
  }

  /// The target of `rel="next"` in a Link header (RFC 8288).
  package static func nextLink(_ header: String) -> String? {
    for match in header.matches(of: /<([^>]*)>([^<]*)/) {
      let isNext = match.2.split(separator: ";").contains {
        let parameter = $0.filter { $0 != " " && $0 != "\"" && $0 != "," }.lowercased()
        return parameter == "rel=next"
      }
      if isNext { return String(match.1) }
    }
    return nil
  }

  // MARK: Tokens

  /// Makes a call with a token; a token that no longer holds is got anew, once.
  private func authorised(
    _ partner: PactPartner, _ target: String,
    _ call: (String) async throws(CallFailure) -> CallAnswer
  ) async throws(CallFailure) -> CallAnswer {
    var answer = try await call(try await token(for: partner, at: target))
    if answer.status == 401 {
      tokens.withLock { $0["\(partner.partnerID) \(target)"] = nil }
      answer = try await call(try await token(for: partner, at: target))
    }
    guard (200..<300).contains(answer.status) else {
      throw CallFailure(
        "\(target) answered with status \(answer.status): \(answer.text(upTo: 300))",
        isPermanent: PactClient.isPermanent(answer.status), status: answer.status)
    }
    return answer
  }

  /// Whether a status will not change by itself.
  private static func isPermanent(_ status: Int) -> Bool {
    (400..<500).contains(status) && ![401, 403, 408, 425, 429].contains(status)
  }

  /// A token for a partner's interface; kept until it expires.
  func token(for partner: PactPartner, at target: String) async throws(CallFailure) -> String {
    let key = "\(partner.partnerID) \(target)"
    if let token = tokens.withLock({ $0[key] }), token.expires > .now { return token.text }
    let (url, answer) = try await requestToken(for: partner, at: target)
    guard answer.status == 200, let body = try? JSONValue(parsing: answer.body),
      let text = body["access_token"]?.string, !text.isEmpty
    else {
      throw CallFailure(
        "\(url) gave no token: status \(answer.status)", isPermanent: false, status: answer.status)
    }
    let seconds = body["expires_in"]?.number ?? 60
    let lifetime = seconds.isFinite ? min(max(seconds * 0.9, 1), 86_400) : 60
    tokens.withLock { tokens in
      if tokens.count > 100_000 { tokens = [:] }
      tokens[key] = Token(text: text, expires: .now + .milliseconds(Int(lifetime * 1000)))
    }
    return text
  }

  /// Asks for a token.
  /// - Returns: the address asked, and what came back.
  func requestToken(for partner: PactPartner, at target: String) async throws(CallFailure) -> (
    url: String, answer: CallAnswer
  ) {
    guard let id = partner.clientID, let secret = try? store.secret("pact-partner/\(partner.partnerID)")
    else {
      throw CallFailure(
        "there is no client id and secret for \(partner.name): its tokens cannot be got", isPermanent: false)
    }
    let url = try await tokenEndpoint(of: partner, at: target)
    let basic = Data("\(id):\(String(decoding: secret, as: UTF8.self))".utf8).base64EncodedString()
    let answer = try await http.call(
      .POST, url, headers: [("Authorization", "Basic \(basic)")],
      body: ("application/x-www-form-urlencoded", Array("grant_type=client_credentials".utf8)),
      limit: 1 << 20)
    return (url, answer)
  }

  /// Where tokens are given: as configured, else what discovery says, else `/auth/token`.
  func tokenEndpoint(of partner: PactPartner, at target: String) async throws(CallFailure) -> String {
    if let endpoint = partner.tokenEndpoint, partner.baseURL.flatMap({ PactAddress($0)?.text }) == target {
      return endpoint
    }
    let answer = try? await http.call(
      .GET, target + "/.well-known/openid-configuration", limit: 1 << 20, timeout: .seconds(10))
    if answer?.status == 200, let body = answer.flatMap({ try? JSONValue(parsing: $0.body) }),
      let endpoint = body["token_endpoint"]?.string
    {
      return endpoint
    }
    return target + "/auth/token"
  }
}
