import Inventory
import Testing

@Suite struct UnitTests {
  /// Known values, from the definitions (SI brochure; NIST SP 811).
  @Test(
    arguments: [
      ("t", "kg", 1_000), ("g", "kg", 0.001), ("mg", "g", 0.001), ("µg", "mg", 0.001), ("kt", "t", 1_000),
      ("lb", "kg", 0.453_592_37), ("short ton", "lb", 2_000), ("kWh", "MJ", 3.6), ("MJ", "kWh", 1 / 3.6),
      ("Wh", "J", 3_600), ("GWh", "kWh", 1e6), ("TWh", "GWh", 1_000), ("TJ", "GJ", 1_000),
      ("PJ", "TJ", 1_000),
      ("MMBtu", "MJ", 1_055.055_852_62), ("Btu", "J", 1_055.055_852_62), ("toe", "GJ", 41.868),
      ("m3", "l", 1_000),
      ("ml", "l", 0.001), ("bbl", "gal (US)", 42), ("gal (US)", "l", 3.785_411_784),
      ("ft3", "l", 28.316_846_592),
      ("t*km", "kg*km", 1_000), ("ton kilometer", "tkm", 1), ("km", "m", 1_000), ("mi", "km", 1.609_344),
      ("ft", "m", 0.3048), ("ha", "m2", 10_000), ("km2", "ha", 100), ("ha*a", "m2*a", 10_000),
      ("h", "min", 60),
      ("d", "h", 24), ("h", "s", 3_600), ("kW", "W", 1_000), ("Ah", "mAh", 1_000), ("kmol", "mol", 1_000),
      ("kBq", "Bq", 1_000), ("person-hour", "person*h", 1), ("item", "unit", 1), ("円", "JPY", 1),
      ("t CO2e", "kg CO2e", 1_000), ("kilogram", "kg", 1), ("kilowatt hour", "MWh", 0.001),
    ] as [(String, String, Double)])
  func known(_ from: String, _ to: String, _ factor: Double) throws {
    let converted = try #require(Units.convert(1, from: from, to: to))
    #expect(abs(converted / factor - 1) < 4e-16)
    let back = try #require(Units.convert(converted, from: to, to: from))
    #expect(abs(back - 1) < 4e-16)
  }

  @Test func decimalUnitsKeepTheirDigits() {
    for grams in 1...999 {
      #expect(
        Units.convert(Double(grams), from: "g", to: "kg") == Double("0." + String("00\(grams)".suffix(3))))
    }
  }

  @Test(arguments: [
    ("kg", "m3"), ("kWh", "kW"), ("JPY", "USD"), ("person-year", "person-hour"), ("a", "h"), ("t*km", "km"),
    ("m2", "m2*a"), ("box", "item"), ("ton", "t"),
  ])
  func notConvertible(_ from: String, _ to: String) {
    #expect(Units.convert(1, from: from, to: to) == nil)
    #expect(Units.convert(1, from: to, to: from) == nil)
  }

  @Test func unknownUnitsAgreeWithThemselves() {
    #expect(Units.convert(2, from: "box", to: "box") == 2)
    #expect(Units.dimension(of: "box") == nil)
    #expect(Units.dimension(of: "kWh") == "energy")
  }

  @Test func everyUnitConvertsWithinItsDimension() {
    for dimension in Units.dimensions {
      let units = Units.units(of: dimension)
      #expect(!units.isEmpty)
      for a in units {
        #expect(Units.dimension(of: a) == dimension)
        for b in units { #expect((Units.convert(1, from: a, to: b) ?? 0) > 0) }
      }
    }
    let all = Units.dimensions.flatMap(Units.units(of:))
    #expect(Set(all).count == all.count)
  }
}
