import Exchange
import Values

/// One call of a test of the connection to a partner, as a person sees it.
public struct ConnectionStep: Sendable {
  /// What was done, e.g. `token`.
  public var name: String
  /// The exact address called.
  public var url: String
  /// The status that came back; nil where nothing did.
  public var status: Int?
  /// How long it took.
  public var seconds: Double
  /// What came back: its first 500 bytes without secrets; or why nothing did.
  public var answer: String
  /// Whether the status says that it went well.
  public var isGood: Bool
}

extension PactClient {
  /// Calls a partner as the exchange of footprints does: discovery, a token, one footprint of the list.
  public func testConnection(to partner: PactPartner) async -> [ConnectionStep] {
    guard let target = partner.baseURL.flatMap({ PactAddress($0)?.text }) else {
      return [
        ConnectionStep(
          name: "address", url: partner.baseURL ?? "", status: nil, seconds: 0,
          answer: "the partner's address is missing, or no https:// address", isGood: false)
      ]
    }
    var steps: [ConnectionStep] = []
    var token: String?
    if partner.tokenEndpoint == nil {
      steps.append(
        await step("discovery", target + "/.well-known/openid-configuration") { () throws(CallFailure) in
          try await self.plainCall(target + "/.well-known/openid-configuration")
        })
    }
    let endpoint = (try? await tokenEndpoint(of: partner, at: target)) ?? target + "/auth/token"
    steps.append(
      await step("token", endpoint) { () throws(CallFailure) in
        let answer = try await self.requestToken(for: partner, at: target).answer
        token = (try? JSONValue(parsing: answer.body))?["access_token"]?.string
        return answer
      })
    guard let token else { return steps }
    let url = target + "/3/footprints?limit=1"
    steps.append(
      await step("footprints", url, hiding: token) { () throws(CallFailure) in
        try await self.plainCall(url, token: token)
      })
    return steps
  }

  private func step(
    _ name: String, _ url: String, hiding secret: String? = nil,
    _ call: () async throws(CallFailure) -> CallAnswer
  ) async -> ConnectionStep {
    let start = ContinuousClock.now
    func made(_ status: Int?, _ answer: String, _ isGood: Bool) -> ConnectionStep {
      ConnectionStep(
        name: name, url: url, status: status, seconds: (ContinuousClock.now - start).seconds, answer: answer,
        isGood: isGood)
    }
    do {
      let answer = try await call()
      var text = ConnectionTest.withoutSecrets(answer.text(upTo: 100_000))
      if let secret { text = text.replacing(secret, with: "***") }
      return made(answer.status, String(text.prefix(500)), (200..<300).contains(answer.status))
    } catch {
      return made(error.status, error.description, false)
    }
  }
}

package enum ConnectionTest {
  /// A text with the values of members whose names tell of secrets replaced, whole JSON or not.
  package static func withoutSecrets(_ text: String) -> String {
    text.replacing(/"([^"]*(?:token|secret|password|key)[^"]*)"\s*:\s*"(?:[^"\\]|\\.)*"?/.ignoresCase()) {
      $0.1.hasSuffix("endpoint") ? String($0.0) : "\"\($0.1)\":\"***\""
    }
  }
}
