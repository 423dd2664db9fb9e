import Testing
import Values

@Suite struct JSONValueTests {
  @Test func membersAreSortedAndNumbersShortest() throws {
    let value = try JSONValue(
      parsing: #"{"b": [1e21, 1e-7, 0.1, -0.0, 333333333.33333329], "a": "\u0007é"}"#.utf8)
    #expect(
      String(decoding: value.canonical, as: UTF8.self)
        == #"{"a":"\u0007é","b":[1e+21,1e-7,0.1,0,333333333.3333333]}"#)
  }

  @Test(arguments: ["2026-11-25T03:26:49.120Z", "1969-12-31T23:59:59.999Z", "2000-02-29T00:00:00Z"])
  func timesComeBack(text: String) throws {
    #expect(try #require(Timestamp(text)).description == text)
  }

  @Test func offsetsAreTakenAway() throws {
    #expect(Timestamp("2025-01-01T09:00:00+09:00") == Timestamp("2025-01-01T00:00Z"))
    #expect(Timestamp("2025-02-29T00:00:00Z") == nil)
  }

  @Test func identifiersAreLowerCase() throws {
    let id = try #require(Identifier("B39E6248-C888-56CA-D9D0-89DE1B1ADC8E"))
    #expect(id.description == "b39e6248-c888-56ca-d9d0-89de1b1adc8e")
  }
}
