import Exchange
import Foundation
import Node
import Records
import Testing
import Values

@Suite struct PeopleTests {
  private static func node(_ store: any RecordStore = MemoryStore()) async throws -> Node {
    let node = try await Node(
      configuration: NodeConfiguration(), store: store, client: .shared, logger: .init(label: "denchi.test"))
    if node.world.people.users.count == 0 { try await node.addSampleCompanies() }
    return node
  }
  private let sample = SampleCompany.all[0]

  // MARK: Roles

  /// The table of docs/operations.md, word by word.
  @Test func rolesMayWhatTheDocumentSays() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let text = try String(contentsOfFile: root + "/docs/operations.md", encoding: .utf8)
    for permission in Permission.allCases {
      let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| `\(permission.rawValue)`") })
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      for (role, cell) in zip(
        [Role.viewer, .editor, .approver, .administrator, .auditor], cells.dropFirst())
      {
        let caller = Caller(kind: .user(Identifier()), operatorID: Identifier(), role: role, partnerID: nil)
        #expect(caller.may(permission) == (cell == "yes"), "\(role) \(permission)")
        let partner = Caller(
          kind: .client(Identifier()), operatorID: Identifier(), role: role, partnerID: Identifier())
        #expect(partner.may(permission) == (permission == .read))
      }
    }
  }

  // MARK: Passwords

  @Test func passwordsFollowTheRules() {
    let console = PasswordRules.console
    let account = "hanako@example.com"
    for good in ["correct horse battery", "電池のとてもながいあいことば", "tr7-Kx9_qq1pZ", "aaaabbbbccccdddd"] {
      #expect(console.problem(with: good, account: account) == nil, "\(good)")
    }
    #expect(console.problem(with: "short-one-1", account: account) == .tooShort)
    for common in [
      "password1234", "Password!2024", "123456789012", "qwertyuiopas", "aaaaaaaaaaaa", "passwordpassword",
    ] {
      #expect(console.problem(with: common, account: account) == .common, "\(common)")
    }
    #expect(console.problem(with: "hanako@example.com", account: account) == .account)
    #expect(console.problem(with: "hanako123456", account: "hanako12345@x.jp") == .account)
    let ouranos = PasswordRules.ouranos
    #expect(ouranos.problem(with: "oemA&user_01", account: "") == .characters)
    #expect(ouranos.problem(with: "oemA&user01", account: "") == nil)
    #expect(ouranos.problem(with: "oemA&u1", account: "") == .tooShort)
    #expect(ouranos.problem(with: String(repeating: "a", count: 21), account: "") == .tooLong)
  }

  @Test func aNewPasswordEndsTokensAndSessions() async throws {
    let node = try await Self.node()
    let caller = try await node.signIn.signIn(account: sample.account, password: sample.password)
    let access = try await node.signIn.accessToken(for: caller)
    let refresh = try await node.signIn.refreshToken(for: caller)
    let cookie = try await node.sessions.open(for: caller, APIRequest(method: .post, path: "/"))
    #expect(try await node.signIn.caller(refreshToken: refresh) == caller)
    #expect(try await node.signIn.caller(accessToken: access) == caller)
    await #expect(throws: SignInFailure.invalidToken) { try await node.signIn.caller(accessToken: refresh) }
    await #expect(throws: SignInFailure.invalidToken) { try await node.signIn.caller(refreshToken: access) }
    let user = try #require(node.world.people.user(account: sample.account))
    try await node.signIn.putUser(user, password: "another-Pass1", by: "test")
    await #expect(throws: SignInFailure.expiredToken) { try await node.signIn.caller(accessToken: access) }
    await #expect(throws: SignInFailure.expiredToken) { try await node.signIn.caller(refreshToken: refresh) }
    #expect(try await node.sessions.session(of: Self.request(cookie)) == nil)
    #expect(try await node.signIn.signIn(account: sample.account, password: "another-Pass1") == caller)
    await #expect(throws: SignInFailure.wrong) {
      try await node.signIn.signIn(account: sample.account, password: sample.password)
    }
    var locked = try #require(node.world.people.user(account: sample.account))
    locked.disabled = true
    try await node.signIn.putUser(locked, password: nil, by: "test")
    await #expect(throws: SignInFailure.disabled) {
      try await node.signIn.signIn(account: sample.account, password: "another-Pass1")
    }
  }

  // MARK: Second step

  /// RFC 6238, appendix B, cut to six digits.
  @Test(arguments: [
    (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
    (2_000_000_000, "279037"), (20_000_000_000, "353130"),
  ])
  func timedCodesAreThoseOfTheStandard(_ seconds: Int64, _ code: String) {
    let secret = Array("12345678901234567890".utf8)
    #expect(TimedCodes.code(secret: secret, step: seconds / 30) == code)
    #expect(TimedCodes.step(of: code, secret: secret, seconds: seconds + 30) == seconds / 30)
    #expect(TimedCodes.step(of: code, secret: secret, seconds: seconds - 30) == seconds / 30)
    #expect(TimedCodes.step(of: code, secret: secret, seconds: seconds + 90) == nil)
  }

  @Test(.enabled(if: PythonPeer.isThere, "needs the Python packages of `make deps-test`"))
  func authenticatorsReadTheURI() throws {
    let secrets = (0..<20).map { _ in (0..<20).map { _ in UInt8.random(in: 0...255) } }
    let uris = secrets.map { TimedCodes.uri(secret: $0, account: "花子+1@example.com", issuer: "Denchi A&B 社") }
    let output = try PythonPeer.run(
      """
      import sys, pyotp
      for line in sys.stdin.read().splitlines():
          otp = pyotp.parse_uri(line)
          assert otp.name == "花子+1@example.com" and otp.issuer == "Denchi A&B 社", (otp.name, otp.issuer)
          print(otp.at(1234567890))
      """, input: uris.joined(separator: "\n"))
    #expect(
      output.split(separator: "\n").map(String.init)
        == secrets.map { TimedCodes.code(secret: $0, step: 1_234_567_890 / 30) })
  }

  @Test func aSecondStepIsAskedForAndEachCodeCountsOnce() async throws {
    let node = try await Self.node()
    let user = try #require(node.world.people.user(account: sample.account))
    let offer = try await node.signIn.offerSecondStep(to: user, issuer: "Denchi")
    #expect(offer.picture?.hasPrefix("<svg") == true && offer.uri.contains(offer.secret))
    let secret = try #require(try node.ledger.store.secret("totp-offer/\(user.userID)"))
    func code(_ shift: Int64 = 0) -> String {
      TimedCodes.code(secret: secret, step: Timestamp.now.milliseconds / 30_000 + shift)
    }
    #expect(try await node.signIn.confirmSecondStep(of: user, code: "000000x", by: "test") == nil)
    let recovery = try #require(try await node.signIn.confirmSecondStep(of: user, code: code(), by: "test"))
    #expect(Set(recovery).count == 10)
    func signIn(_ code: String?) async throws -> Caller {
      try await node.signIn.signIn(account: sample.account, password: sample.password, code: code)
    }
    await #expect(throws: SignInFailure.secondStep) { try await signIn(nil) }
    await #expect(throws: SignInFailure.secondStep) { try await signIn("123") }
    let first = code()
    _ = try await signIn(first)
    await #expect(throws: SignInFailure.secondStep) { try await signIn(first) }
    _ = try await signIn(recovery[3].lowercased())
    await #expect(throws: SignInFailure.secondStep) { try await signIn(recovery[3]) }
    // Another process on the same records agrees.
    let other = try await Self.node(node.ledger.store)
    await #expect(throws: SignInFailure.secondStep) {
      try await other.signIn.signIn(account: sample.account, password: sample.password, code: recovery[3])
    }
    let log = Self.log(node)
    for code in recovery + [offer.secret] { #expect(!log.contains(code)) }
  }

  // MARK: Waits

  @Test func guessingGetsSlower() {
    let throttle = SignInThrottle(most: 100)
    let start = ContinuousClock.now
    let address = ClientAddress("203.0.113.9")
    func attempt(_ seconds: Double, account: String = "A@x") -> Bool {
      throttle.mayTry(account: account, address: nil, now: start + .seconds(seconds))
    }
    #expect((0..<5).allSatisfy { _ in attempt(0) })
    #expect(!attempt(0), "the sixth waits")
    #expect(!attempt(0.5, account: "a@X"))
    #expect(attempt(1.1))
    #expect(!attempt(2))
    #expect(attempt(3.2))
    #expect(!attempt(6))
    #expect(attempt(7.3))
    throttle.succeeded(account: "a@x", address: nil)
    #expect((0..<5).allSatisfy { _ in attempt(8) })
    // From one address, over many accounts.
    let tries = (0..<40).filter { throttle.mayTry(account: "u\($0)", address: address, now: start) }
    #expect(tries.count == SignInThrottle.free.address)
    for number in 0..<1000 { _ = throttle.mayTry(account: "v\(number)", address: nil, now: start) }
    #expect(throttle.count <= 100)
  }

  @Test func unknownAccountsAreLockedAlike() async throws {
    let node = try await Self.node()
    for account in [sample.account, "nobody@example.com"] {
      var failures: [SignInFailure] = []
      // The first wait is a second, in which a busy machine may not get to the next attempt: they double.
      while failures.last != .locked, failures.count < 14 {
        do {
          _ = try await node.signIn.signIn(account: account, password: "wrong")
        } catch {
          failures.append(error)
        }
      }
      #expect(failures.last == .locked && failures.count > SignInThrottle.free.account)
      #expect(failures.dropLast().allSatisfy { $0 == .wrong })
    }
  }

  // MARK: Sessions

  private static func request(_ cookie: String) -> APIRequest {
    APIRequest(
      method: .get, path: "/", headers: [.cookie: String(cookie.prefix { $0 != ";" }), .userAgent: "Test"])
  }

  @Test func sessionsAreOpaqueAndEnd() async throws {
    let store = MemoryStore()
    let node = try await Self.node(store)
    let caller = try await node.signIn.signIn(account: sample.account, password: sample.password)
    let cookie = try await node.sessions.open(for: caller, APIRequest(method: .post, path: "/"))
    #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/"))
    let session = try #require(try await node.sessions.session(of: Self.request(cookie)))
    #expect(session.caller == caller)
    #expect(session.allows(form: session.csrf) && !session.allows(form: nil) && !session.allows(form: ""))
    // Signing in again gives another cookie and another form token, and ends the first.
    let second = try await node.sessions.open(for: caller, Self.request(cookie))
    let next = try #require(try await node.sessions.session(of: Self.request(second)))
    #expect(next.csrf != session.csrf && !next.allows(form: session.csrf))
    #expect(try await node.sessions.session(of: Self.request(cookie)) == nil)
    // Another process knows it, and lists it; what is stored opens nothing.
    let other = try await Self.node(store)
    #expect(try await other.sessions.session(of: Self.request(second)) == next)
    #expect(try await other.sessions.rows(of: session.user.userID).map(\.sessionID) == [next.sessionID])
    let secret = try #require(second.split(separator: ".").dropFirst().first?.split(separator: ";").first)
    for (_, value) in store.secrets(prefix: "session/") {
      #expect(!String(decoding: value, as: UTF8.self).contains(secret))
    }
    for forged in ["\(next.sessionID).x", "\(next.sessionID).", "x.y", "", "\(Identifier()).\(secret)"] {
      #expect(try await node.sessions.session(of: Self.request("denchi-session=\(forged)")) == nil)
    }
    try await other.sessions.closeAll(of: session.user.userID)
    #expect(try await other.sessions.session(of: Self.request(second)) == nil)
  }

  // MARK: Machines

  @Test func keysAndClientsHoldUntilTheyAreRevoked() async throws {
    let store = MemoryStore()
    let node = try await Self.node(store)
    let other = try await Self.node(store)
    let company = sample.company.operatorID
    let text = try await node.signIn.makeKey(name: "k", operatorID: company, by: "test")
    let key = try #require(node.signIn.apiKey(text))
    #expect(node.signIn.apiKey(text + "x") == nil && node.signIn.apiKey("") == nil)
    try await other.ledger.refresh()
    #expect(other.signIn.apiKey(text) == key)
    #expect(try await node.signIn.revokeKey(key.keyID, by: "test"))
    #expect(node.signIn.apiKey(text) == nil)
    let client = OAuthClient(clientID: Identifier(), name: "machine", operatorID: company, role: .viewer)
    let secret = try await node.signIn.makeClient(client, by: "test")
    let caller = try node.signIn.client(name: "machine", secret: secret)
    #expect(throws: SignInFailure.wrong) { try node.signIn.client(name: "machine", secret: secret + "x") }
    #expect(throws: SignInFailure.wrong) { try node.signIn.client(name: "none", secret: secret) }
    let token = try await node.signIn.accessToken(for: caller)
    #expect(try await node.signIn.caller(accessToken: token) == caller)
    #expect(try await node.signIn.revokeClient(client.clientID, by: "test"))
    await #expect(throws: SignInFailure.disabled) { try await node.signIn.caller(accessToken: token) }
    #expect(throws: SignInFailure.wrong) { try node.signIn.client(name: "machine", secret: secret) }
    let log = Self.log(node)
    for hidden in [text, secret, token, sample.password] { #expect(!log.contains(hidden)) }
  }

  /// Tokens of one process hold at another, also after a new key; nobody is signed out by it.
  @Test func tokenKeysAreSharedAndReplaced() async throws {
    let store = MemoryStore()
    let node = try await Self.node(store)
    let other = try await Self.node(store)
    let caller = try await node.signIn.signIn(account: sample.account, password: sample.password)
    try await other.ledger.refresh()
    let before = try await node.signIn.accessToken(for: caller)
    try await node.signIn.replaceTokenKey()
    let after = try await node.signIn.accessToken(for: caller)
    #expect(before.split(separator: ".")[0] != after.split(separator: ".")[0])
    #expect(try await node.signIn.caller(accessToken: before) == caller)
    #expect(try await other.signIn.caller(accessToken: before) == caller)
    try await Task.sleep(for: .milliseconds(1100))  // unknown keys are looked up once a second
    #expect(try await other.signIn.caller(accessToken: after) == caller)
  }

  // MARK: First run

  @Test func theFirstRunMakesOneAdministrator() async throws {
    try await RunningNode.run(samples: false) { running in
      let token = try #require(running.node.setUp.openToken)
      #expect(try await running.send(.GET, "/setup?token=\(token)x").status == 403)
      #expect(try await running.send(.GET, "/setup").status == 403)
      let page = try await running.send(
        .GET, "/setup?token=\(token)", headers: [("Accept-Language", "ja-JP,en;q=0.5")])
      #expect(page.status == 200 && page.body.contains("このノードの初期設定"))
      func post(_ password: String, _ token: String) async throws -> (status: Int, cookie: String?) {
        let form =
          "token=\(token)&company=A%E7%A4%BE&number=123&address=Tokyo&name=Hanako&account=hanako@example.com"
          + "&password=\(password)&again=\(password)"
        let answer = try await running.send(
          .POST, "/setup", headers: [("Content-Type", "application/x-www-form-urlencoded")], body: form,
          client: TestClients.noRedirects)
        return (answer.status, answer.headers["Set-Cookie"].first)
      }
      #expect(try await post("password1234", token).status == 422)
      #expect(try await post("correct+horse+battery", "wrong").status == 403)
      #expect(running.node.ledger.current.count == 0)
      let done = try await post("correct+horse+battery", token)
      #expect(done.status == 303)
      let user = try #require(running.node.world.people.user(account: "Hanako@Example.com"))
      #expect(user.role == .administrator)
      #expect(running.node.world.space.operators[user.operatorID]?.name == "A社")
      let session = try await running.node.sessions.session(of: Self.request(try #require(done.cookie)))
      #expect(session?.user == user)
      #expect(try await post("correct+horse+battery", token).status == 403)
      #expect(running.node.setUp.openToken == nil)
      #expect(
        try await running.node.signIn.signIn(account: user.account, password: "correct horse battery").role
          == .administrator)
    }
  }

  // MARK: Reads

  @Test func readsOfOthersAreNotedOnceASecondWithCounts() async throws {
    let store = MemoryStore()
    let node = try await Self.node(store)
    let reader = try await node.signIn.signIn(account: sample.account, password: sample.password)
    let owner = SampleCompany.all[1].company.operatorID
    let before = node.ledger.current.count
    for _ in 0..<50 { node.audit.note(reader: reader, owner: owner, item: "cfp/1", basis: .rule, rule: "r") }
    node.audit.note(reader: reader, owner: owner, item: "cfp/2", basis: .answer)
    node.audit.note(reader: reader, owner: reader.operatorID, item: "cfp/3", basis: .own)
    try await node.audit.flush()
    try await node.audit.flush()
    #expect(node.ledger.current.count == before + 1)
    let rows = node.world.people.reads(of: owner)
    #expect(Set(rows.map(\.item)) == ["cfp/1", "cfp/2"])
    let first = try #require(rows.first { $0.item == "cfp/1" })
    #expect(
      first.count == 50 && first.rule == "r" && first.basis == .rule && first.reader == reader.operatorID)
    node.audit.note(reader: reader, owner: owner, item: "cfp/1", basis: .rule, rule: "r")
    try await node.audit.flush()
    #expect(node.world.people.reads(of: owner).first { $0.item == "cfp/1" }?.count == 51)
    let noted = try await node.audit.reads(of: owner)
    #expect(noted.count == 3 && noted[0].sequence == node.ledger.current.count)
    #expect(try await node.audit.reads(of: owner, before: noted[0].sequence).count == 2)
    // A process that starts later knows the same.
    #expect(try await Self.node(store).world.people.reads(of: owner) == node.world.people.reads(of: owner))
    #expect(node.world.people.reads(of: reader.operatorID).isEmpty)
  }

  private static func log(_ node: Node) -> String {
    let records = (try? node.ledger.store.records(from: 1, limit: 10_000)) ?? []
    return records.map { String(decoding: $0.text, as: UTF8.self) }.joined()
  }
}
