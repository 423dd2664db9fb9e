extension Units {
  /// Every unit, as a quotient of whole numbers of the base unit of its dimension.
  ///
  /// Sources: SI units and prefixes, litre, tonne, hectare, minute, hour, day: SI brochure, 9th edition (BIPM
  /// 2019), tables 4, 7 and 8. Avoirdupois pound 0.453 592 37 kg, short ton 2 000 lb, mile 1 609.344 m, foot
  /// 0.3048 m, US gallon 3.785 411 784 l (231 cubic inches), barrel of oil 42 gallons, Btu (IT) 1 055.055 852
  /// 62 J: NIST Special Publication 811 (2008), appendix B. Tonne of oil equivalent 41.868 GJ: International
  /// Energy Agency. Names in words are those of Brightway and openLCA data.
  ///
  /// Not here on purpose: "ton" and "cal", which have several meanings; "a" (year), whose hours depend on the
  /// convention, is a dimension of its own, and so is a person-year, whose hours depend on the country.
  /// Currencies are a dimension each, because no exchange rate is implied.
  static let table: [UnitDefinition] =
    [
      unit("mass", ["kg", "kilogram"], 1_000_000_000),
      unit("mass", ["g", "gram"], 1_000_000),
      unit("mass", ["mg", "milligram"], 1_000),
      unit("mass", ["µg", "μg", "ug", "microgram"], 1),
      unit("mass", ["t", "Mg", "tonne"], 1_000_000_000_000),
      unit("mass", ["kt", "Gg"], 1_000_000_000_000_000),
      unit("mass", ["lb", "lb av", "pound"], 453_592_370),
      unit("mass", ["short ton", "sh tn"], 907_184_740_000),

      unit("energy", ["J", "joule"], 1),
      unit("energy", ["kJ", "kilojoule"], 1_000),
      unit("energy", ["MJ", "megajoule"], 1_000_000),
      unit("energy", ["GJ", "gigajoule"], 1_000_000_000),
      unit("energy", ["TJ", "terajoule"], 1_000_000_000_000),
      unit("energy", ["PJ"], 1_000_000_000_000_000),
      unit("energy", ["Wh", "watt hour"], 3_600),
      unit("energy", ["kWh", "kilowatt hour"], 3_600_000),
      unit("energy", ["MWh", "megawatt hour"], 3_600_000_000),
      unit("energy", ["GWh"], 3_600_000_000_000),
      unit("energy", ["TWh"], 3_600_000_000_000_000),
      unit("energy", ["Btu", "btu", "BTU"], 105_505_585_262, 100_000_000),
      unit("energy", ["MMBtu"], 105_505_585_262, 100),
      unit("energy", ["toe"], 41_868_000_000),

      unit("power", ["W", "watt"], 1),
      unit("power", ["kW", "kilowatt"], 1_000),
      unit("power", ["MW", "megawatt"], 1_000_000),
      unit("power", ["GW", "gigawatt"], 1_000_000_000),

      unit("volume", ["m3", "m³", "cubic meter", "cubic metre"], 1_000_000_000_000_000),
      unit("volume", ["l", "L", "litre", "liter"], 1_000_000_000_000),
      unit("volume", ["ml", "mL"], 1_000_000_000),
      unit("volume", ["cm3", "cm³"], 1_000_000_000),
      unit("volume", ["gal (US)", "gal (US liq)"], 3_785_411_784_000),
      unit("volume", ["bbl", "barrel"], 158_987_294_928_000),
      unit("volume", ["ft3"], 28_316_846_592_000),

      unit("length", ["m", "meter", "metre"], 1_000_000),
      unit("length", ["km", "kilometer", "kilometre"], 1_000_000_000),
      unit("length", ["cm"], 10_000),
      unit("length", ["mm"], 1_000),
      unit("length", ["µm", "μm", "um"], 1),
      unit("length", ["mi", "mile"], 1_609_344_000),
      unit("length", ["ft"], 304_800),

      unit("area", ["m2", "m²", "square meter", "square metre"], 1_000_000),
      unit("area", ["ha", "hectare"], 10_000_000_000),
      unit("area", ["km2", "km²"], 1_000_000_000_000),
      unit("area", ["cm2", "cm²"], 100),

      unit("area and time", ["m2*a", "m2a", "m²*a", "square meter-year"], 1),
      unit("area and time", ["ha*a", "hectare-year"], 10_000),
      unit("volume and time", ["m3*a", "m3a", "m³*a", "cubic meter-year"], 1),
      unit("length and time", ["m*a", "meter-year"], 1),
      unit("length and time", ["km*a", "kilometer-year"], 1_000),
      unit("mass and time", ["kg*a", "kilogram-year"], 1),
      unit("mass and time", ["t*a"], 1_000),

      unit("transport of goods", ["t*km", "tkm", "ton kilometer", "metric ton*km"], 1_000),
      unit("transport of goods", ["kg*km", "kgkm", "kilogram kilometer"], 1),
      unit("transport of persons", ["person*km", "p*km", "pkm", "person kilometer"], 1),
      unit("distance of vehicles", ["vehicle*km", "v*km", "vkm", "vehicle kilometer"], 1),

      unit("time", ["s", "second"], 1),
      unit("time", ["min", "minute"], 60),
      unit("time", ["h", "hr", "hour"], 3_600),
      unit("time", ["d", "day"], 86_400),
      unit("year", ["a", "yr", "year"], 1),

      unit("work", ["person*h", "person-hour", "person-hours"], 1),
      unit("years of work", ["person*a", "person-year", "person-years"], 1),

      unit("items", ["item", "items", "Item(s)", "unit", "units", "p", "piece", "pieces", "pcs"], 1),

      unit("charge", ["Ah", "A*h"], 1_000),
      unit("charge", ["mAh", "mA*h"], 1),
      unit("amount of substance", ["mol"], 1_000),
      unit("amount of substance", ["kmol"], 1_000_000),
      unit("amount of substance", ["mmol"], 1),
      unit("radioactivity", ["Bq"], 1),
      unit("radioactivity", ["kBq", "kilo Becquerel"], 1_000),
      unit("radioactivity", ["MBq"], 1_000_000),

      unit("CO2 equivalent", ["kg CO2e", "kg CO2-eq", "kg CO2eq"], 1_000),
      unit("CO2 equivalent", ["g CO2e", "g CO2-eq", "g CO2eq"], 1),
      unit("CO2 equivalent", ["t CO2e", "t CO2-eq", "t CO2eq"], 1_000_000),
    ]
    + [
      "JPY", "USD", "EUR", "GBP", "CHF", "CNY", "KRW", "TWD", "HKD", "SGD", "INR", "IDR", "THB", "VND", "PHP",
      "MYR",
      "AUD", "NZD", "CAD", "MXN", "BRL", "ARS", "CLP", "PEN", "COP", "BOB", "ZAR", "CDF", "ZMW", "MAD", "EGP",
      "TRY",
      "NOK", "SEK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "RUB", "UAH", "KZT", "MNT", "SAR", "AED",
      "ILS",
    ].map { unit("money (\($0))", [$0], 1) } + [unit("money (JPY)", ["円", "yen"], 1)]

  private static func unit(
    _ dimension: String, _ names: [String], _ numerator: Int, _ denominator: Int = 1
  ) -> UnitDefinition {
    UnitDefinition(dimension: dimension, names: names, numerator: numerator, denominator: denominator)
  }

  /// What to write instead of a unit that is not in the table; "" where nothing comes to mind.
  static func hint(for unit: String) -> String {
    switch unit.lowercased() {
    case "ton", "tons": return "; 'ton' has several meanings: write t (1,000 kg) or short ton"
    case "cal", "kcal": return "; calories have several meanings: write kJ"
    case "gal", "gallon": return "; gallons have several meanings: write l or gal (US)"
    case "$", "¥", "￥", "€": return "; write a currency as its ISO 4217 code, such as JPY"
    default: break
    }
    if let same = definitions.keys.filter({ $0.lowercased() == unit.lowercased() }).min() {
      return "; is '\(same)' meant?"
    }
    guard unit.utf8.count > 3 else { return "" }
    var near = NearMatch()
    let found = near.closest(to: unit, in: definitions.keys.filter { $0.utf8.count > 3 }.sorted())
    return found.first.map { "; is '\($0)' meant?" } ?? ""
  }
}
