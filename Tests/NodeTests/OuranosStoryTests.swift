import Testing

@Suite(.needsOuranosDocument) struct OuranosStoryTests {
  @Test func theTenStepsWithThreeTiersOfCompanies() async throws {
    try await RunningNode.run { running in try await OuranosScript.run("story.py", running.base) }
  }

  @Test func theTraceabilityManagementAPI() async throws {
    try await RunningNode.run { running in try await OuranosScript.run("management.py", running.base) }
  }
}
