import Exchange
import NIOCore
import Node
import Testing
import Values

@Suite struct PactCallTests {
  @Test(arguments: [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255", "::1", "::",
    "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2001:db8::1", "2002:7f00:1::", "2001::1",
  ])
  func specialAddressesAreNotPublic(text: String) throws {
    #expect(!CallPolicy.isPublic(try SocketAddress(ipAddress: text, port: 443)))
  }

  @Test(arguments: ["8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.3.1", "2606:4700::1111", "2a00::1"])
  func othersArePublic(text: String) throws {
    #expect(CallPolicy.isPublic(try SocketAddress(ipAddress: text, port: 443)))
  }

  /// Ways of writing an address of this machine or its network, that must never be called.
  static let attacks = [
    "https://127.0.0.1/3/events", "https://localhost/3/events", "https://[::1]/3/events",
    "https://169.254.169.254/latest/meta-data", "//127.0.0.1:22", "https://2130706433/", "https://0x7f.1/",
    "https://127.1/", "https://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "https://0.0.0.0/",
    "https://user@127.0.0.1/", "https://example.com@127.0.0.1/", "https://127.0.0.1#example.com",
    "https://127.0.0.1?example.com", "gopher://127.0.0.1/", "file:///etc/passwd", "ftp://127.0.0.1/",
    "https://localhost.:8443/", "https://127.0.0.1\\@example.com/", "/3/events", "https:///3/events", "x",
  ]

  @Test(arguments: attacks) func whatAPartnerNamesIsNotCalledInsideTheNetwork(source: String) async throws {
    let policy = CallPolicy(NodeConfiguration())
    if let address = PactAddress(source), policy.allowsName(address.host) {
      let http = OutgoingHTTP(NodeConfiguration())
      do {
        _ = try await http.call(.GET, address.text + "/3/events")
        Issue.record("\(source) was called")
      } catch {
        #expect(
          error.description.contains("does not call private") || error.description.contains("no address"),
          "\(error)")
      }
      await http.close()
    }
  }

  @Test func addressesAreReadAsTheyAreMeant() {
    #expect(PactAddress("//api.example.com/3/events")?.text == "https://api.example.com")
    #expect(PactAddress("https://API.example.com:8443/pact/")?.text == "https://api.example.com:8443/pact")
    #expect(PactAddress("https://[2001:DB8::1]:443/x/3/events/")?.host == "2001:db8::1")
    for wrong in ["api.example.com", "https://", "https://a b", "https://a:x", "https://a:0", "mailto:a@b"] {
      #expect(PactAddress(wrong) == nil)
    }
  }

  @Test func onlyListedHostsAreCalledBack() {
    var settings = NodeConfiguration()
    settings.callbackHosts = ["partner.example"]
    #expect(CallPolicy(settings).allowsName("PARTNER.example"))
    #expect(!CallPolicy(settings).allowsName("other.example"))
    settings.callbackHosts = ["*"]
    #expect(CallPolicy(settings).allowsName("other.example") && !CallPolicy(settings).allowsName("10.0.0.1"))
  }

  @Test func plainHTTPIsForThisMachineAlone() async throws {
    var settings = NodeConfiguration()
    settings.allowsPrivateCallbacks = true
    let http = OutgoingHTTP(settings)
    await #expect(throws: CallFailure.self) { () async throws in
      _ = try await http.call(.GET, "http://192.0.2.1/")
    }
    await http.close()
  }

  @Test func linksAndSecretsInAnswers() {
    #expect(
      PactClient.nextLink(#"<https://a/1>; rel="prev", <https://a/2?x=1,2>; title="x"; rel="next""#)
        == "https://a/2?x=1,2")
    #expect(PactClient.nextLink("<https://a/1>; rel=last") == nil)
    #expect(
      ConnectionTest.withoutSecrets(#"{"access_token": "ab\"c", "token_endpoint":"https://x","a":1}"#)
        == #"{"access_token":"***", "token_endpoint":"https://x","a":1}"#)
    #expect(ConnectionTest.withoutSecrets(#"{"client_secret":"abc"#) == #"{"client_secret":"***""#)
  }
}
