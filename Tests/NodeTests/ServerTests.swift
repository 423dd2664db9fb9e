import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Node
import Records
import ServiceLifecycle
import Synchronization
import Testing

@Suite struct ServerTests {
  @Test func pathsAndMethodsThatAreNotServed() async throws {
    try await RunningNode.run { running in
      #expect(try await running.send(.GET, "/nothing").status == 404)
      let wrong = try await running.send(.POST, "/health", body: "{}")
      #expect(wrong.status == 405)
      #expect(wrong.headers["Allow"] == ["GET, HEAD"])
      for path in ["/%", "/%zz", "/a%00b", "/%ff", "/health%0a"] {
        let answer = try await running.raw("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(path): \(answer.prefix(100))")
      }
      #expect(
        try await running.send(.GET, "/h%65alth").status == 404, "a path is not decoded before it is found")
      let long = String(repeating: "x", count: 2 << 20)
      #expect(try await running.send(.POST, "/auth/login", body: long).status == 413)
    }
  }

  /// Each interface answers in its own form, also where none of its handlers is asked.
  @Test func errorsHaveTheFormOfTheirInterface() async throws {
    try await RunningNode.run { running in
      let ouranos = try await running.send(.GET, "/api/v1/none")
      #expect(ouranos.status == 404)
      #expect(ouranos.body.contains(#""code":"[dataspace] NotFound""#), "\(ouranos.body)")
      let management = try await running.send(.GET, "/management/none")
      #expect(management.status == 404 && management.body.contains("errorCode"), "\(management.body)")
    }
  }

  @Test func headIsAnsweredAsGetWithoutABody() async throws {
    try await RunningNode.run { running in
      let get = try await running.send(.GET, "/health")
      let head = try await running.send(.HEAD, "/health")
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(head.headers["Content-Length"] == ["\(get.body.utf8.count)"])
    }
  }

  @Test func answersCarryWhatKeepsBrowsersSafe() async throws {
    var configuration = NodeConfiguration()
    configuration.publicURL = "https://denchi.example"
    try await RunningNode.run(configuration: configuration, samples: false) { running in
      let page = try await running.send(.GET, "/setup?token=x")
      #expect(page.status == 403)
      #expect(page.headers["X-Content-Type-Options"] == ["nosniff"])
      #expect(page.headers["Referrer-Policy"] == ["no-referrer"])
      #expect(page.headers["Strict-Transport-Security"] == ["max-age=63072000"])
      #expect(page.headers["Cache-Control"] == ["no-store"])
      let policy = page.headers["Content-Security-Policy"].joined()
      #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
    }
  }

  @Test func aTraceIsTakenAndGiven() async throws {
    try await RunningNode.run { running in
      let id = "4bf92f3577b34da6a3ce929d0e0e4736"
      let own = try await running.send(
        .GET, "/none", headers: [("traceparent", "00-\(id)-00f067aa0ba902b7-01")])
      #expect(own.headers["traceparent"].first?.hasPrefix("00-\(id)-") == true)
      #expect(own.headers["traceparent"].first?.hasSuffix("-01") == true)
      #expect(own.headers["traceparent"].first?.contains("00f067aa0ba902b7") == false)
      for bad in [
        "", "00-0-0-0", "00-\(String(repeating: "0", count: 32))-00f067aa0ba902b7-01",
        "ff-\(id)-00f067aa0ba902b7-01",
      ] {
        let made = try await running.send(.GET, "/none", headers: [("traceparent", bad)])
        #expect(made.headers["traceparent"].first?.contains(id) == false, "\(bad)")
      }
    }
  }

  @Test func withoutADatabaseItIsUpAndNotReady() async throws {
    let store = AwayStore()
    try await RunningNode.run(store: store) { running in
      store.isAway.withLock { $0 = true }
      let ready = try await running.send(.GET, "/ready")
      #expect(ready.status == 503 && ready.headers["Retry-After"] == ["5"])
      #expect(try await running.send(.GET, "/health").status == 200)
      store.isAway.withLock { $0 = false }
      #expect(try await running.send(.GET, "/ready").status == 200)
    }
  }

  @Test func tooManyRequestsAreToldWhenToComeAgain() async throws {
    var configuration = NodeConfiguration()
    configuration.requestsPerSecond = 1
    configuration.requestBurst = 5
    configuration.trustedProxies = ["127.0.0.1"]
    try await RunningNode.run(configuration: configuration) { running in
      var statuses: [Int] = []
      for _ in 0..<8 {
        let answer = try await running.send(.GET, "/health", headers: [("X-Forwarded-For", "203.0.113.7")])
        statuses.append(answer.status)
        if answer.status == 429 { #expect(answer.headers["Retry-After"].first.flatMap { Int($0) } ?? 0 >= 1) }
      }
      #expect(statuses.prefix(5) == [200, 200, 200, 200, 200])
      #expect(statuses.contains(429))
      let other = try await running.send(.GET, "/health", headers: [("X-Forwarded-For", "203.0.113.8")])
      #expect(other.status == 200)
      // Who is no proxy is not believed: what the proxy saw comes last.
      let forged = try await running.send(
        .GET, "/health", headers: [("X-Forwarded-For", "198.51.100.1, 203.0.113.7")])
      #expect(forged.status == 429)
    }
  }

  @Test func bucketsFillAgainAndStayBounded() {
    let limits = RequestLimits(perSecond: 2, burst: 3, most: 160)
    let start = ContinuousClock.now
    #expect((0..<3).allSatisfy { _ in limits.wait(1, now: start) == nil })
    #expect(limits.wait(1, now: start) == 1)
    #expect(limits.wait(1, now: start + .milliseconds(600)) == nil)
    #expect(limits.wait(1, now: start + .milliseconds(600)) == 1)
    for key in UInt64(0)..<10_000 { _ = limits.wait(key, now: start) }
    #expect(limits.count <= 160)
  }

  @Test func addressesAreReadAndCountedByNetwork() throws {
    #expect(try #require(ClientAddress("127.0.0.1")).isLoopback)
    #expect(try #require(ClientAddress("::1")).isLoopback)
    #expect(try #require(ClientAddress("::ffff:127.0.0.1")).isLoopback)
    #expect(ClientAddress("::ffff:192.0.2.1") == ClientAddress("192.0.2.1"))
    #expect(try !#require(ClientAddress("192.0.2.1")).isLoopback)
    #expect(ClientAddress("2001:db8::1")?.description == "2001:db8::1")
    #expect(ClientAddress("192.0.2.1")?.description == "192.0.2.1")
    #expect(ClientAddress("example.com") == nil)
  }

  /// A request at work when the node is told to stop is answered; what was noted is written, with a checkpoint.
  @Test func itStopsWhenRequestsAreAnswered() async throws {
    let store = MemoryStore()
    let request = Mutex<Task<Int, any Error>?>(nil)
    try await RunningNode.run(store: store) { running in
      let caller = try await running.node.signIn.signIn(
        account: SampleCompany.all[0].account, password: SampleCompany.all[0].password)
      running.node.audit.note(
        reader: caller, owner: SampleCompany.all[1].company.operatorID, item: "cfp/x", basis: .rule)
      let sample = SampleCompany.all[0]
      let task = Task {
        try await running.send(
          .POST, "/auth/login", headers: [("apiKey", SampleCompany.apiKey)],
          body: #"{"operatorAccountId":"\#(sample.account)","accountPassword":"\#(sample.password)"}"#
        ).status
      }
      request.withLock { $0 = task }
      for _ in 0..<1000 where !running.node.metrics.text.contains("denchi_http_requests_open 1\n") {
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    #expect(try await request.withLock { $0 }?.value == 201)
    let last = try #require(try store.lastCheckpoint())
    #expect(last.size == store.head().count)
    let types = store.records(from: 1, limit: 1000).map { String(decoding: $0.text, as: UTF8.self) }
    #expect(types.contains { $0.contains(#""type":"reads.noted""#) })
  }

  @Test func metricsAreWhatPrometheusReads() async throws {
    try await RunningNode.run { running in
      for _ in 0..<3 { _ = try await running.send(.GET, "/health") }
      _ = try await running.send(.GET, "/secret-part-4711")
      #expect(running.node.signIn.apiKey("wrong") == nil)
      let text = try await running.send(.GET, "/metrics")
      #expect(text.headers["Content-Type"] == ["text/plain; version=0.0.4; charset=utf-8"])
      #expect(text.body.contains(#"denchi_http_requests_total{method="GET",route="/health",status="200"} 3"#))
      #expect(text.body.contains(#"route="(none)",status="404"} 1"#))
      #expect(!text.body.contains("4711"))
      #expect(text.body.contains("denchi_sign_in_failures_total 1"))
      guard PythonPeer.isThere else { return }
      let output = try PythonPeer.run(
        """
        import sys
        from prometheus_client.parser import text_string_to_metric_families
        families = list(text_string_to_metric_families(sys.stdin.read()))
        samples = {s.name for f in families for s in f.samples}
        assert "denchi_http_request_seconds_bucket" in samples, samples
        for f in families:
            if f.type == "histogram":
                inf = {tuple(sorted((k, v) for k, v in s.labels.items() if k != "le")): s.value for s in f.samples if s.labels.get("le") == "+Inf"}
                count = {tuple(sorted(s.labels.items())): s.value for s in f.samples if s.name.endswith("_count")}
                assert inf == count, f.name
        print(len(families))
        """, input: text.body)
      #expect(Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 8)
    }
  }

  @Test func certificatesAreShownAndReadAgain() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("denchi-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let authority = try DemoCertificates()
    @Sendable func write(_ pair: (certificate: String, key: String)) throws {
      try pair.certificate.write(toFile: folder + "/c.pem", atomically: true, encoding: .utf8)
      try pair.key.write(toFile: folder + "/k.pem", atomically: true, encoding: .utf8)
    }
    try write(authority.server())
    var configuration = NodeConfiguration()
    configuration.certificateFile = folder + "/c.pem"
    configuration.privateKeyFile = folder + "/k.pem"
    configuration.publicURL = configuration.localURL
    try await RunningNode.run(configuration: configuration) { running in
      let client = try TestTLS.client(trusting: authority.authorityPEM)
      do {
        let answer = try await running.send(.GET, "/health", client: client)
        #expect(answer.status == 200)
        #expect(answer.headers["Strict-Transport-Security"] == ["max-age=63072000"])
        // Plain HTTP on a TLS port gets nothing.
        await #expect(throws: (any Error).self) {
          try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://127.0.0.1:\(running.port)/health"), timeout: .seconds(5))
        }
        let other = try DemoCertificates()
        try write(other.server())
        try running.node.certificates?.reload()
        let second = try TestTLS.client(trusting: other.authorityPEM)
        do {
          #expect(try await running.send(.GET, "/health", client: second).status == 200)
        } catch {
          Issue.record(error)
        }
        try await second.shutdown()
        try "no key".write(toFile: folder + "/k.pem", atomically: true, encoding: .utf8)
        #expect(throws: CertificateProblem.self) { try running.node.certificates?.reload() }
      } catch {
        Issue.record(error)
      }
      try await client.shutdown()
    }
  }
}
