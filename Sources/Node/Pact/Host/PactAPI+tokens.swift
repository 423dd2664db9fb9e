import Foundation
import HTTPTypes
import Values

extension PactAPI {
  /// What OpenID discovery needs of a host that gives tokens for client credentials only.
  static func discovery(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let base = node.configuration.publicURL
    return .json(
      .ok,
      [
        "issuer": .string(base), "token_endpoint": .string(base + "/auth/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": ["client_credentials"], "response_types_supported": ["token"],
      ])
  }

  /// An access token for a client's id and secret (RFC 6749, 4.4), by Basic or in the form.
  static func token(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let form = Query(String(decoding: request.body, as: UTF8.self))
    guard let grant = form["grant_type"] else {
      return tokenError(.badRequest, "invalid_request", "grant_type is missing: client_credentials")
    }
    guard grant == "client_credentials" else {
      return tokenError(.badRequest, "unsupported_grant_type", "Only client_credentials is given.")
    }
    let candidates = credentials(request.headers, form)
    guard !candidates.isEmpty else {
      return tokenError(.unauthorized, "invalid_client", "Client id and secret are missing.")
    }
    for (id, secret) in candidates {
      do {
        let caller = try await Blocking.run { try node.signIn.client(name: id, secret: secret) }
        let token = try await node.signIn.accessToken(for: caller)
        return .json(
          .ok,
          [
            "access_token": .string(token), "token_type": "Bearer",
            "expires_in": .number(Double(SignIn.accessLifetime.components.seconds)),
          ], headers: noStore)
      } catch is SignInFailure {
        continue
      }
    }
    return tokenError(.unauthorized, "invalid_client", "The client id or secret is wrong.")
  }

  /// Basic credentials as they come and, as RFC 6749 wants them, form-decoded; else those of the form.
  private static func credentials(_ headers: HTTPFields, _ form: Query) -> [(id: String, secret: String)] {
    if let header = headers[.authorization], header.prefix(6).lowercased() == "basic ",
      let data = Data(base64Encoded: String(header.dropFirst(6)).trimmingSpaces)
    {
      let text = String(decoding: data, as: UTF8.self)
      guard let colon = text.firstIndex(of: ":") else { return [] }
      let (id, secret) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
      guard text.contains("%") || text.contains("+") else { return [(id, secret)] }
      func decoded(_ text: String) -> String { Query("v=" + text.replacing("&", with: "%26"))["v"] ?? text }
      return [(id, secret), (decoded(id), decoded(secret))]
    }
    guard let id = form["client_id"], let secret = form["client_secret"] else { return [] }
    return [(id, secret)]
  }

  private static func tokenError(
    _ status: HTTPResponse.Status, _ code: String, _ description: String
  ) -> APIResponse {
    var headers = noStore
    if status == .unauthorized { headers[.wwwAuthenticate] = "Basic realm=\"PACT\"" }
    return .json(
      status, ["error": .string(code), "error_description": .string(description)], headers: headers)
  }

  private static var noStore: HTTPFields { [.cacheControl: "no-store", .pragma: "no-cache"] }
}

extension HTTPField.Name {
  fileprivate static let pragma = constant("Pragma")
}
