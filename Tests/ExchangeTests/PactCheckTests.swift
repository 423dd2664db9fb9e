import Exchange
import Testing
import Values

@Suite struct PactCheckTests {
  @Test(.needsPactPeer) func theSchemaIsTheOneOfThePublishedDocument() throws {
    var (valid, invalid) = (0, 0)
    for line in try PactPeer.run("mutations", "20260115", "4000") {
      let document = try #require(line["document"] ?? line["event"])
      let problems = line["document"] != nil ? PactCheck.footprint(document) : PactCheck.event(document)
      let isValid = !problems.contains { $0.level == .schema }
      #expect(
        line["valid"]?.bool == isValid,
        "\(problems.summary) \(String(decoding: document.canonical, as: UTF8.self))")
      if isValid { valid += 1 } else { invalid += 1 }
    }
    #expect(valid > 800 && invalid > 2000)
  }

  private func problems(_ change: (inout [String: JSONValue], inout [String: JSONValue]) -> Void) throws
    -> [String: PactProblem.Level]
  {
    var story = try PactStory()
    let id = try story.journal.publish(by: story.company, part: story.part, base: story.base)
    var document = try #require(try story.journal.pact.published[id]?.document().object)
    var pcf = try #require(document["pcf"]?.object)
    change(&document, &pcf)
    document["pcf"] = .object(pcf)
    return Dictionary(
      PactCheck.footprint(.object(document)).map { ($0.pointer, $0.level) },
      uniquingKeysWith: { first, _ in first })
  }

  @Test func whatIsBuiltHasNothingWrongInIt() throws {
    #expect(try problems { _, _ in } == [:])
  }

  @Test func theTextsOwnDemandsAreChecked() throws {
    #expect(
      try problems {
        $0["validityPeriodStart"] = "2026-02-01T00:00:00Z"
        $0["validityPeriodEnd"] = "2026-01-01T00:00:00Z"
        $1["referencePeriodStart"] = $1["referencePeriodEnd"]
      } == ["/validityPeriodEnd": .text, "/pcf/referencePeriodEnd": .text])
    #expect(
      try problems {
        $1["dqi"] = ["technologicalDQR": "0.9", "geographicalDQR": "5.1", "temporalDQR": "5"]
        $1["exemptedEmissionsPercent"] = "100.1"
        $1["biogenicCO2Uptake"] = "0.1"
        $1["aircraftGhgEmissions"] = "-1"
        $1["declaredUnitAmount"] = "0"
      } == [
        "/pcf/dqi/technologicalDQR": .text, "/pcf/dqi/geographicalDQR": .text,
        "/pcf/exemptedEmissionsPercent": .text, "/pcf/biogenicCO2Uptake": .text,
        "/pcf/aircraftGhgEmissions": .text, "/pcf/declaredUnitAmount": .text,
        "/pcf/pcfIncludingBiogenicUptake": .advice,
      ])
    #expect(
      try problems {
        $1["packagingGhgEmissions"] = "1"
        $1["ccsTechnologicalCO2CaptureIncluded"] = false
        $1["technologicalCO2CaptureOrigin"] = "x"
      } == ["/pcf/packagingGhgEmissions": .text, "/pcf/technologicalCO2CaptureOrigin": .text])
    #expect(
      try problems { document, pcf in
        pcf["pcfExcludingBiogenicUptake"] = "14"
        pcf["landUseChangeGhgEmissions"] = "0.5"
      } == ["/pcf/pcfExcludingBiogenicUptake": .advice, "/pcf/pcfIncludingBiogenicUptake": .advice])
    #expect(
      try problems { document, _ in
        document["productIds"] = ["urn:x", "urn:pact:a:b:c d"]
        document["precedingPfIds"] = document["id"].map { [$0] }
        document["specVersion"] = "2.3.0"
      } == [
        "/productIds/0": .text, "/productIds/1": .text, "/precedingPfIds": .text, "/specVersion": .text,
      ])
  }

  @Test func everyProblemIsGivenAtOnceWithItsPlace() throws {
    let found = try problems {
      $0["companyName"] = nil
      $0["productIds"] = []
      $1["geographyRegionOrSubregion"] = "Eastern Asia"
      $1["fossilGhgEmissions"] = 3
      $1["ipccCharacterizationFactors"] = ["AR6", "AR6", "6"]
    }
    #expect(
      found == [
        "/companyName": .schema, "/productIds": .schema, "/pcf": .schema, "/pcf/fossilGhgEmissions": .schema,
        "/pcf/ipccCharacterizationFactors": .schema, "/pcf/ipccCharacterizationFactors/2": .schema,
        "/pcf/pcfExcludingBiogenicUptake": .advice, "/pcf/pcfIncludingBiogenicUptake": .advice,
      ])
  }
}
