import Exchange
import Inventory
import Node
import Testing
import Values

@Suite(.needsPactDocument) struct PactConformanceTests {
  @Test func theFortyCasesPassOverTLS() async throws {
    try await PactScript.withAuthority { folder in
      try await RunningNode.run(configuration: PactScript.configuration(folder)) { running in
        try await running.node.addSampleFootprints(
          of: SampleCompany.all[0].company.operatorID, from: Chain.read("Examples/nmc"))
        let printed = try await PactScript.run(
          "cases.py", running.base, folder, SampleFootprints.clientID, SampleFootprints.clientSecret)
        #expect(printed.hasPrefix("41 cases"))
        // What was read is noted; secrets are in no log line and in no record.
        try await running.node.audit.flush()
        let records = try running.node.ledger.store.records(from: 1, limit: 100_000)
          .map { String(decoding: $0.text, as: UTF8.self) }
        #expect(records.contains { $0.contains("reads.noted") && $0.contains("pact/") })
        for secret in [SampleFootprints.clientSecret, SampleFootprints.callbackSecret] {
          #expect(!running.log.text.contains(secret))
          #expect(!records.contains { $0.contains(secret) })
        }
      }
    }
  }

  @Test func nothingThatIsSentMakesAServerError() async throws {
    try await PactScript.withAuthority { folder in
      try await RunningNode.run(configuration: PactScript.configuration(folder)) { running in
        try await running.node.addSampleFootprints(
          of: SampleCompany.all[0].company.operatorID, from: Chain.read("Examples/nmc"))
        let published = running.node.world.pact.published.count
        try await PactScript.run(
          "fuzz.py", running.base, folder + "/ca.pem", SampleFootprints.clientID,
          SampleFootprints.clientSecret, "40")
        #expect(running.node.world.pact.published.count == published)
      }
    }
  }
}
