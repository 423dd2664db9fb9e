import AsyncHTTPClient
import NIOCore
import Node
import Testing

@Suite struct ServerTests {
  @Test func unknownPathsAreNotFound() async throws {
    try await RunningNode.run { running in
      let answer = try await HTTPClient.shared.execute(
        HTTPClientRequest(url: running.base + "/nothing"), timeout: .seconds(10))
      #expect(answer.status == .notFound)
    }
  }

  @Test func aPasswordGivesATokenThatSpeaksForTheUser() async throws {
    try await RunningNode.run { running in
      let sample = SampleCompany.all[0]
      let caller = try await running.node.signIn.signIn(account: sample.account, password: sample.password)
      let token = try await running.node.signIn.accessToken(for: caller)
      #expect(try await running.node.signIn.caller(accessToken: token) == caller)
      await #expect(throws: SignInFailure.wrong) {
        try await running.node.signIn.signIn(account: sample.account, password: "wrong")
      }
      await #expect(throws: SignInFailure.invalidToken) {
        try await running.node.signIn.caller(accessToken: token + "x")
      }
    }
  }
}
