import Foundation
import Node
import Testing

@Suite struct ConfigurationTests {
  private func problems(_ text: String) -> [String] {
    do {
      _ = try ConfigurationFile.parse(text, file: "denchi.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test func nothingIsTheDefault() throws {
    #expect(try ConfigurationFile.parse("", file: "x") == NodeConfiguration())
    #expect(try ConfigurationFile.parse("# only a comment\n", file: "x") == NodeConfiguration())
  }

  /// The example shows every key, with the value that holds without it.
  @Test func theExampleHasEveryKeyWithItsDefault() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let text = try String(contentsOfFile: root + "/deploy/denchi.yaml", encoding: .utf8)
    #expect(try ConfigurationFile.parse(text, file: "deploy/denchi.yaml") == NodeConfiguration())
    // Keys that cannot have a default stand in comments.
    let plain = text.split(separator: "\n").map { $0.hasPrefix("#:") ? String($0.dropFirst(2)) : String($0) }
      .joined(separator: "\n")
    for name in ConfigurationFile.keys {
      let parts = name.split(separator: ".")
      let isThere =
        parts.count == 1
        ? plain.contains("\n\(name):")
        : plain.contains("\n\(parts[0]):") && plain.contains("\n  \(parts[1]):")
      #expect(isThere, "\(name) is not in deploy/denchi.yaml")
    }
  }

  @Test(arguments: [
    ("prot: 80", "denchi.yaml:1: there is no key 'prot'; is 'port' meant?"),
    (
      "host: 127.0.0.1\nport: yes",
      "denchi.yaml:2: 'port': 'yes' is not what was expected: a whole number from 0 to 65535"
    ),
    (
      "port: 70000", "denchi.yaml:1: 'port': '70000' is not what was expected: a whole number from 0 to 65535"
    ),
    ("port: '80'", "denchi.yaml:1: 'port': '80' is not what was expected: a whole number from 0 to 65535"),
    (
      "audit:\n  waitForDisk: true",
      "denchi.yaml:2: there is no key 'waitForDisk' in 'audit'; is 'waitsForDisk' meant?"
    ),
    ("audit: true", "denchi.yaml:1: 'audit' holds a group of keys: waitsForDisk"),
    (
      "audit:\n  waitsForDisk: 1",
      "denchi.yaml:2: 'audit.waitsForDisk': '1' is not what was expected: true or false"
    ),
    ("port: 1\nport: 2", "denchi.yaml:1: the same key twice: port"),
    (
      "publicURL: denchi.example.com",
      "denchi.yaml:1: 'publicURL': 'denchi.example.com' is not what was expected: a URL such as https://denchi.example.com, without a slash at its end"
    ),
    (
      "trustedProxies: [10.0.0.1, proxy]",
      "denchi.yaml:1: 'trustedProxies': [10.0.0.1, proxy] is not what was expected: a list of addresses such as [127.0.0.1]"
    ),
    (
      "tls:\n  certificate: /no/such/file\n  privateKey: /dev/null",
      "denchi.yaml:2: 'tls.certificate': '/no/such/file' is not what was expected: the path of a PEM file that can be read"
    ),
    (
      "tls:\n  certificate: /dev/null",
      "denchi.yaml:2: 'tls.certificate' and 'tls.privateKey' belong together: one of them is missing"
    ),
    (
      "\n\nhost: 0.0.0.0",
      "denchi.yaml:3: plain HTTP is served on loopback addresses only: give 'tls', or 'insecure: true' behind a proxy that ends TLS"
    ),
    ("- a\n- b", "denchi.yaml:1: keys such as 'port: 8080' were expected"),
    (
      "log:\n  level: loud",
      "denchi.yaml:2: 'log.level': 'loud' is not what was expected: one of debug, info, notice, warning, error, critical"
    ),
    (
      "database: [a, b]",
      "denchi.yaml:1: 'database': what it holds is not what was expected: a path, or postgresql://user@host:port/database"
    ),
  ])
  func whatIsWrongIsSaidByLine(_ text: String, _ expected: String) {
    #expect(problems(text) == [expected])
  }

  @Test func everythingWrongIsSaidAtOnce() {
    let all = problems("hots: x\nport: -1\nlimits:\n  burst: 0\n  speed: 1\n")
    #expect(all.count == 4)
    #expect(all.map { $0.split(separator: ":")[1] } == ["1", "2", "4", "5"])
  }

  @Test func whatIsNotYAMLIsSaidByLine() {
    let all = problems("port: 1\nhost: [a\nx: }")
    #expect(all.count == 1 && all[0].contains("this is not YAML"), "\(all)")
  }

  @Test func theURLFollowsTheAddress() throws {
    let given = try ConfigurationFile.parse("port: 9000\n", file: "x")
    #expect(given.publicURL == "http://127.0.0.1:9000")
    var own = try ConfigurationFile.parse(
      "publicURL: https://denchi.example.com\ninsecure: true\nhost: 0.0.0.0", file: "x")
    own.listen(on: 9001)
    #expect(own.publicURL == "https://denchi.example.com" && own.isSecure && !own.servesTLS)
    var free = NodeConfiguration()
    free.listen(on: 0)
    #expect(free.port > 0 && free.publicURL == "http://127.0.0.1:\(free.port)")
  }
}
