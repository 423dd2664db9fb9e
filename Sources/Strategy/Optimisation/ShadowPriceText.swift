/// The language of a sentence.
public enum PriceLanguage: Sendable, Hashable { case english, japanese }

extension BuildOut.ShadowPrice {
  /// The price as a sentence: "one more GWh/yr of … in 2030 costs 16.9 billion JPY".
  ///
  /// - Parameter firstYear: The year to which money is discounted, named in the sentence.
  public func sentence(_ language: PriceLanguage, firstYear: Int) -> String {
    let amount = language == .english ? Self.english(abs(price)) : Self.japanese(abs(price))
    let kind = limit.kind
    switch language {
    case .english:
      let what = Self.englishNames[kind] ?? kind.rawValue
      let name = limit.name.isEmpty ? "" : " “\(limit.name)”"
      let year = limit.year.map { " in \($0)" } ?? ""
      if price == 0 { return "\(what.capitalisedFirst)\(name)\(year) does not bind." }
      return "One more \(Self.englishUnits[kind] ?? limit.unit) of \(what)\(name)\(year) "
        + "\(price > 0 ? "costs" : "saves") \(amount) (value in \(firstYear))."
    case .japanese:
      let name = limit.name.isEmpty ? "" : "「\(limit.name)」の"
      let what = (limit.year.map { "\($0)年の" } ?? "") + name + (Self.japaneseNames[kind] ?? kind.rawValue)
      if price == 0 { return "\(what)は制約になっていない。" }
      return "\(what)を1\(Self.japaneseUnits[kind] ?? limit.unit)増やすと、"
        + "費用が\(amount)\(price > 0 ? "増える" : "減る")（\(firstYear)年の現在価値）。"
    }
  }

  fileprivate static let englishNames: [BuildOutLimit.Kind: String] = [
    .target: "target", .homeShare: "home production for target", .demand: "demand", .mineral: "mineral",
    .people: "trained staff", .money: "investment budget", .publicMoney: "public support",
    .buildRate: "build rate",
    .optionTotal: "room for", .optionYear: "yearly room for", .imports: "imports",
    .existingOutput: "output of", .emissions: "emission cap", .concentration: "concentration cap",
  ]
  private static let englishUnits: [BuildOutLimit.Kind: String] = [
    .people: "person", .money: "billion JPY", .publicMoney: "billion JPY", .mineral: "t",
    .concentration: "weighted t",
  ]
  fileprivate static let japaneseNames: [BuildOutLimit.Kind: String] = [
    .target: "目標", .homeShare: "国内生産目標", .demand: "需要", .mineral: "調達量", .people: "人材",
    .money: "投資枠", .publicMoney: "公的支援枠", .buildRate: "建設速度", .optionTotal: "増設上限",
    .optionYear: "年間増設上限", .imports: "輸入上限", .existingOutput: "生産上限",
    .emissions: "排出上限", .concentration: "集中度上限",
  ]
  private static let japaneseUnits: [BuildOutLimit.Kind: String] = [
    .target: "GWh/年", .buildRate: "GWh/年", .optionTotal: "GWh/年", .optionYear: "GWh/年", .people: "人",
    .money: "0億円", .publicMoney: "0億円", .mineral: "トン", .emissions: "トンCO2e", .concentration: "加重トン",
  ]

  /// Billion JPY in the unit that reads best, three figures.
  static func english(_ billions: Double) -> String {
    if billions >= 1000 { return threeFigures(billions / 1000) + " trillion JPY" }
    if billions >= 1 { return threeFigures(billions) + " billion JPY" }
    if billions >= 1e-3 { return threeFigures(billions * 1e3) + " million JPY" }
    return threeFigures(billions * 1e9) + " JPY"
  }

  /// Billion JPY in 兆円, 億円, 万円 or 円, three figures.
  static func japanese(_ billions: Double) -> String {
    if billions >= 1000 { return threeFigures(billions / 1000) + "兆円" }
    if billions >= 0.1 { return threeFigures(billions * 10) + "億円" }
    if billions >= 1e-5 { return threeFigures(billions * 1e5) + "万円" }
    return threeFigures(billions * 1e9) + "円"
  }

  private static func threeFigures(_ value: Double) -> String {
    let decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2
    let power = [1.0, 10, 100][decimals]
    let scaled = (value * power).rounded()
    if scaled >= 1e15 { return "\(value)" }
    let whole = Int(scaled)
    if decimals == 0 { return "\(whole)" }
    let digits = String(whole % Int(power))
    return "\(whole / Int(power))." + String(repeating: "0", count: decimals - digits.count) + digits
  }
}

extension BuildOutLimit {
  /// What its kind is called in a sentence.
  public func kindName(_ language: PriceLanguage) -> String {
    let names =
      language == .english ? BuildOut.ShadowPrice.englishNames : BuildOut.ShadowPrice.japaneseNames
    return names[kind] ?? kind.rawValue
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
