import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOPosix
import Node
import Records
import Testing
import Values

@Suite struct SecurityTests {
  // MARK: Tokens

  private static func base64(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
      "=", with: "")
  }

  /// A token with any header and claims, signed as told.
  private static func token(
    _ header: [String: String], _ claims: [String: Any], sign: (Data) throws -> Data
  ) throws -> String {
    let head = base64(try JSONSerialization.data(withJSONObject: header))
    let body = base64(try JSONSerialization.data(withJSONObject: claims))
    let text = head + "." + body
    return text + "." + base64(try sign(Data(text.utf8)))
  }

  /// Tokens that must not be let in, by what is wrong with them.
  private static func badTokens(_ node: Node) async throws -> [String: String] {
    let sample = SampleCompany.all[0]
    let caller = try await node.signIn.signIn(account: sample.account, password: sample.password)
    let good = try await node.signIn.accessToken(for: caller)
    let parts = good.split(separator: ".").map(String.init)
    let (name, secret) = try #require(try node.ledger.store.secrets(prefix: "token-key/").first)
    let kid = String(name.dropFirst("token-key/".count))
    let key = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
    let publicKey = key.publicKey.rawRepresentation
    let foreign = Curve25519.Signing.PrivateKey()
    let now = Date().timeIntervalSince1970
    func claims(_ change: [String: Any] = [:], without missing: String = "") -> [String: Any] {
      var claims: [String: Any] = [
        "sub": caller.actor, "exp": now + 600, "iat": now, "use": "access", "gen": 1,
        "operator_id": caller.operatorID.description,
      ]
      for (name, value) in change { claims[name] = value }
      claims[missing] = nil
      return claims
    }
    let mine = ["alg": "EdDSA", "kid": kid, "typ": "JWT"]
    func sign(_ data: Data) throws -> Data { try key.signature(for: data) }
    // With nothing wrong, such a token is let in: the others fail for what is wrong with them.
    #expect(try await node.signIn.caller(accessToken: token(mine, claims(), sign: sign)) == caller)
    func hmac(_ key: Data) -> (Data) -> Data {
      { Data(HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: key))) }
    }
    let publicPEM =
      "-----BEGIN PUBLIC KEY-----\n\((Data([0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0]) + publicKey).base64EncodedString())\n-----END PUBLIC KEY-----\n"
    return [
      "empty": "", "dots": "..", "one part": parts[0], "no signature": "\(parts[0]).\(parts[1]).",
      "two parts": "\(parts[0]).\(parts[1])", "four parts": good + ".x",
      "changed signature": "\(parts[0]).\(parts[1]).\(String(parts[2].reversed()))",
      "changed claims": "\(parts[0]).\(base64(Data("{}".utf8))).\(parts[2])",
      "none": try token(["alg": "none", "kid": kid], claims()) { _ in Data() },
      "None with signature": try token(["alg": "None", "kid": kid], claims(), sign: sign),
      "no algorithm": try token(["kid": kid], claims(), sign: sign),
      "HS256 by the public key": try token(["alg": "HS256", "kid": kid], claims(), sign: hmac(publicKey)),
      "HS256 by its PEM": try token(
        ["alg": "HS256", "kid": kid], claims(), sign: hmac(Data(publicPEM.utf8))),
      "HS256 by nothing": try token(["alg": "HS256", "kid": kid], claims(), sign: hmac(Data())),
      "EdDSA called, HMAC signed": try token(mine, claims(), sign: hmac(publicKey)),
      "no key name": try token(["alg": "EdDSA"], claims(), sign: sign),
      "wrong key name": try token(["alg": "EdDSA", "kid": "1-x"], claims(), sign: sign),
      "path as key name": try token(["alg": "EdDSA", "kid": "../../dev/null"], claims(), sign: sign),
      "SQL as key name": try token(["alg": "EdDSA", "kid": "' OR 1=1 --"], claims(), sign: sign),
      "foreign": try token(mine, claims()) { try foreign.signature(for: $0) },
      "key in the header": try token(
        ["alg": "EdDSA", "kid": kid, "jwk": base64(foreign.publicKey.rawRepresentation)], claims()
      ) { try foreign.signature(for: $0) },
      "expired": try token(mine, claims(["exp": now - 1]), sign: sign),
      "no expiry": try token(mine, claims(without: "exp"), sign: sign),
      "refresh": try await node.signIn.refreshToken(for: caller),
      "old generation": try token(mine, claims(["gen": 0]), sign: sign),
      "nobody": try token(mine, claims(["sub": "user:\(Identifier())"]), sign: sign),
      "node": try token(mine, claims(["sub": "node"]), sign: sign),
      "no identifier": try token(mine, claims(["sub": "user:1"]), sign: sign),
      "another kind": try token(
        mine, claims(["sub": caller.actor.replacing("user", with: "client")]), sign: sign),
      "very long": good + String(repeating: "A", count: 8000), "random": SignIn.randomText(),
    ]
  }

  @Test func tokensThatAreNotOursAreRefused() async throws {
    try await RunningNode.run { running in
      let count = running.node.ledger.current.count
      var asked = 0
      for (what, token) in try await Self.badTokens(running.node) {
        await #expect(throws: SignInFailure.self, "\(what)") {
          try await running.node.signIn.caller(accessToken: token)
        }
        let answer = try await running.send(
          .GET, "/api/v1/authInfo?dataTarget=operator",
          headers: [("apiKey", SampleCompany.apiKey), ("Authorization", "Bearer \(token)")])
        #expect(
          answer.status == 401 || answer.status == 400 && token.count > 4096, "\(what): \(answer.status)")
        asked += 1
      }
      #expect(asked > 25)
      // The one sign-in that made the tokens is all that was recorded.
      #expect(running.node.ledger.current.count == count + 1)
    }
  }

  // MARK: Bad requests

  /// Every route of the node gets bodies that are cut off, too long, too deep, not text or full of code, with tokens
  /// of all kinds. Nothing may be recorded, and nothing answered as a fault.
  @Test func twoThousandBadRequestsChangeNothing() async throws {
    try await RunningNode.run { running in
      let good = try await running.token()
      let bad = Array(try await Self.badTokens(running.node).values.sorted().prefix(8))
      let count = running.node.ledger.current.count
      let bodies = Self.badBodies
      var sent = 0
      var random = SystemRandomNumberGenerator()
      for route in running.node.routes {
        for index in 0..<max(24, 2000 / running.node.routes.count + 1) {
          let value = Self.badValues[index % Self.badValues.count]
          var path = route.pattern.replacing(/\{[^}]*\}/, with: { _ in value }).replacing("**", with: value)
          path += "?dataTarget=\(value)&traceId=\(value)&limit=\(value)"
          var request = HTTPClientRequest(url: running.base + path)
          request.method = .init(rawValue: route.method.rawValue)
          // The good token comes with bodies that cannot be read; the bad ones with anything.
          let isGood = index % 3 == 0
          request.headers.add(name: "apiKey", value: index % 5 == 0 ? value : SampleCompany.apiKey)
          request.headers.add(name: "x-api-key", value: SampleCompany.apiKey)
          request.headers.add(
            name: "Authorization",
            value: "Bearer \(isGood ? good : bad[Int.random(in: bad.indices, using: &random)])")
          request.headers.add(name: "Content-Type", value: "application/json")
          if route.method != .get, route.method != .head {
            request.body = .bytes(ByteBuffer(bytes: bodies[index % bodies.count]))
          }
          let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
          _ = try await answer.body.collect(upTo: 1 << 24)
          #expect(answer.status.code < 500, "\(route.method) \(path.prefix(200)): \(answer.status)")
          sent += 1
        }
      }
      #expect(sent >= 2000)
      #expect(running.node.ledger.current.count == count)
      #expect(try await running.send(.GET, "/health").status == 200)
    }
  }

  private static let badValues = [
    "%27%20OR%201=1;--", "%3Cscript%3Ealert(1)%3C/script%3E", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%94%8B",
    "%00", "%ff%fe", "null", "-1", "99999999999999999999", "%7B%7B7*7%7D%7D", "$%7Bjndi:ldap://x%7D",
    "00000000-0000-0000-0000-000000000000", String(repeating: "A", count: 3000),
  ]

  private static let badBodies: [[UInt8]] = {
    let sql = #"'; DROP TABLE records; --"#
    let script = #"<script>alert(1)</script>"#
    let fields = [
      "operatorAccountId", "accountPassword", "refreshToken", "newPassword", "partsModel", "tradeModel",
      "specversion",
    ]
    func object(_ value: String) -> [UInt8] {
      Array(("{" + fields.map { "\"\($0)\":\"\(value)\"" }.joined(separator: ",") + "}").utf8)
    }
    return [
      Array(#"{"partsModel": {"traceId": null, "#.utf8), object(sql), object(script), [],
      Array(repeating: UInt8(ascii: "["), count: 100_000),
      Array((String(repeating: "{\"a\":", count: 5000) + "1" + String(repeating: "}", count: 5000)).utf8),
      [0xFF, 0xFE, 0x00, 0x80], Array("null".utf8), Array("[]".utf8), Array("\"text\"".utf8),
      Array(#"{"a":1e999999}"#.utf8), Array(#"{"\ud800":"\udfff"}"#.utf8), Array(repeating: 0, count: 1000),
      Array(repeating: UInt8(ascii: "x"), count: 10 << 20), (0..<500).map { _ in UInt8.random(in: 0...255) },
    ]
  }()

  /// Bytes that are no HTTP, straight on the socket.
  @Test func randomBytesDoNotEndTheNode() async throws {
    try await RunningNode.run { running in
      let count = running.node.ledger.current.count
      let texts = [
        "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n", "GET\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "POST /auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 5000) + "\r\n",
        "GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: \u{0}\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      ]
      let bytes =
        texts.map { Array($0.utf8) }
        + (0..<60).map { length in (0..<length * 20).map { _ in UInt8.random(in: 0...255) } }
      for part in bytes {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
          .connect(host: "127.0.0.1", port: running.port).get()
        try? await channel.writeAndFlush(ByteBuffer(bytes: part))
        try? await channel.close()
      }
      #expect(try await running.send(.GET, "/health").status == 200)
      #expect(running.node.ledger.current.count == count)
    }
  }

  /// Who opens a connection and says nothing, or very little, is cut off.
  @Test func idleConnectionsAreClosed() async throws {
    var configuration = NodeConfiguration()
    configuration.idleSeconds = 1
    configuration.requestSeconds = 1
    try await RunningNode.run(configuration: configuration) { running in
      for text in [
        "", "GET / HTTP/1.1\r\nHost", "POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{",
      ] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
          .connect(host: "127.0.0.1", port: running.port).get()
        if !text.isEmpty { try await channel.writeAndFlush(ByteBuffer(string: text)) }
        try await channel.closeFuture.get()
      }
    }
  }

  // MARK: Logs

  @Test func logsHoldNoSecret() async throws {
    try await RunningNode.run { running in
      let sample = SampleCompany.all[0]
      let login = try await running.send(
        .POST, "/auth/login", headers: [("apiKey", SampleCompany.apiKey)],
        body: #"{"operatorAccountId":"\#(sample.account)","accountPassword":"\#(sample.password)"}"#)
      #expect(login.status == 201)
      let token = try await running.token()
      let cookie = try await running.node.sessions.open(
        for: running.node.signIn.caller(accessToken: token), APIRequest(method: .post, path: "/"))
      _ = try await running.send(
        .GET, "/api/v1/authInfo?dataTarget=operator&openOperatorId=hidden-query-1",
        headers: [("apiKey", "hidden-key-2"), ("Authorization", "Bearer \(token)"), ("Cookie", cookie)])
      _ = try await running.send(.GET, "/hidden-path-3")
      _ = try await running.send(
        .POST, "/auth/login", headers: [("apiKey", SampleCompany.apiKey)],
        body: #"{"operatorAccountId":"\#(sample.account)","accountPassword":"hidden-password-4"}"#)
      let setUp = running.node.setUp.openToken ?? "none"
      let keys = try running.node.ledger.store.secrets(prefix: "token-key/").map {
        Data($0.value).base64EncodedString()
      }
      let all =
        [
          sample.password, SampleCompany.apiKey, sample.account, token,
          String(cookie.split(separator: ";")[0].split(separator: ".")[1]), "hidden-", setUp,
        ] + keys + login.body.split(separator: "\"").filter { $0.count > 40 }.map(String.init)
      try await Task.sleep(for: .milliseconds(100))  // lines are written together
      let text = running.log.text
      #expect(text.contains(#""route":"/auth/login","#) && text.contains(#""trace_id":""#))
      for secret in all { #expect(!text.contains(secret), "\(secret.prefix(6))...") }
      for line in text.split(separator: "\n") {
        #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)")
      }
    }
  }
}
