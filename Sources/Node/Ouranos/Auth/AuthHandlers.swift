import Records
import Values

/// Signing in: `/auth/login`, `/auth/refresh`, `/auth/change`.
enum AuthHandlers {
  @Sendable static func login(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let key = try OuranosCall.key(of: request, node)
    let fields = try Fields(Fields.json(request.body, source: .auth), source: .auth)
    let account = try fields.string("operatorAccountId")
    let password = try fields.string("accountPassword")
    var issues = Issues()
    if account ?? "" == "" { issues.add("operatorAccountId", "cannot be blank") }
    if password ?? "" == "" { issues.add("accountPassword", "cannot be blank") }
    guard issues.isEmpty, let account, let password else {
      throw OuranosError.validation(issues.text, .auth)
    }
    guard isMailAddress(account) else {
      throw OuranosError.validation("operatorAccountId: must be a valid email address.", .auth)
    }
    let caller: Caller
    do {
      caller = try await node.signIn.signIn(
        account: account, password: password, address: request.address)
    } catch .unavailable {
      throw StoreError.unavailable("signing in cannot be recorded")
    } catch {
      // Also for an account that is locked or has a second step: what it is tells nobody who guesses.
      throw OuranosError.invalidCredentials
    }
    if let company = key.operatorID, company != caller.operatorID { throw OuranosError.invalidKey }
    return .json(
      .created,
      [
        "accessToken": .string(try await node.signIn.accessToken(for: caller)),
        "refreshToken": .string(try await node.signIn.refreshToken(for: caller)),
      ])
  }

  @Sendable static func refresh(_ request: APIRequest, _ node: Node) async throws -> APIResponse {
    let key = try OuranosCall.key(of: request, node)
    let fields = try Fields(Fields.json(request.body, source: .auth), source: .auth)
    guard let token = try fields.string("refreshToken"), !token.isEmpty else {
      throw OuranosError.validation("refreshToken: cannot be blank.", .auth)
    }
    let caller: Caller
    do {
      caller = try await node.signIn.caller(refreshToken: token)
    } catch {
      throw OuranosError.invalidCredentials
    }
    if let company = key.operatorID, company != caller.operatorID { throw OuranosError.invalidKey }
    return .json(.created, ["accessToken": .string(try await node.signIn.accessToken(for: caller))])
  }

  @Sendable static func change(_ call: OuranosCall) async throws -> APIResponse {
    let fields = try call.fields()
    guard let password = try fields.string("newPassword"), !password.isEmpty else {
      throw OuranosError.validation("newPassword: cannot be blank.", .auth)
    }
    guard (8...20).contains(password.unicodeScalars.count) else {
      throw OuranosError.validation("newPassword: the length must be between 8 and 20.", .auth)
    }
    guard password.utf8.allSatisfy(allowedInPasswords.contains) else {
      throw OuranosError.validation("newPassword: must be in a valid format.", .auth)
    }
    guard case .user(let id) = call.caller.kind, let user = call.world.people.users[id] else {
      throw OuranosError.accessDenied(.auth)
    }
    try await call.node.signIn.putUser(user, password: password, by: call.caller.actor)
    return .json(.created, .object([:]))
  }

  private static let allowedInPasswords = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%^&*()".utf8)

  private static func isMailAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains(where: \.isWhitespace)
  }
}
