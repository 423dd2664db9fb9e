import Foundation

/// Support for batteries and electric vehicles in another country, as the strategy's page lists it (`supports.yaml`).
public struct Support: Sendable {
  /// What of a build-out it can be switched on as.
  public enum Lever: String, Sendable, CaseIterable {
    case capitalSubsidy = "capital_subsidy"
    case taxCredit = "tax_credit"
    case productionCredit = "production_credit"
    case loan
    case electricityPrice = "electricity_price"
    case none
  }

  /// Its id.
  public let id: String
  /// The country.
  public let country: String
  /// What sort of support it is.
  public let instrument: String
  /// The amount in ``currency``, where the page prints one.
  public let amount: Double?
  /// The currency of the amount.
  public let currency: String
  /// The amount in yen, where the page prints one.
  public let yen: Double?
  /// A rate in percent, where the page prints one.
  public let rate: Double?
  /// When.
  public let date: PartialDate?
  /// The words of the strategy.
  public let passage: String
  /// What it is for, and what is not said.
  public let scope: String
  /// What of a build-out it can be switched on as.
  public let lever: Lever
  /// Who lists it, and on which page.
  public let source: String

  /// Yen for one unit of the currency, as the page implies; nil where it does not print both amounts.
  public var impliedRate: Double? {
    guard let amount, let yen, amount > 0 else { return nil }
    return yen / amount
  }

  static func read(_ builder: ScenarioBuilder) -> [Support] {
    guard let table = builder.tables["supports"] else { return [] }
    do {
      let root = Group(try Item.read(path: table.path, as: table.file), path: "", builder)
      _ = root.item("missing")
      let key = root.text("source") ?? ""
      let source = [builder.sources[key] ?? key, root.text("page") ?? ""].filter { !$0.isEmpty }
        .joined(separator: ", ")
      defer { root.finish() }
      return root.groups("supports").map { group in
        defer { group.finish() }
        for key in [
          "amount_missing", "yen_missing", "yen_about", "batteries_only", "includes", "until",
          "rate_before_percent", "note",
        ] { _ = group.item(key) }
        return Support(
          id: group.text("id") ?? "", country: group.text("country") ?? "",
          instrument: group.text("instrument") ?? "", amount: group.plainNumber("amount"),
          currency: group.text("currency") ?? "", yen: group.plainNumber("yen"),
          rate: group.plainNumber("rate_percent"),
          date: group.date("date"), passage: group.text("passage_ja") ?? "", scope: group.text("scope") ?? "",
          lever: group.choice("lever", Lever.self) ?? .none, source: source)
      }
    } catch {
      builder.problems.add(error)
      return []
    }
  }
}

extension Group {
  /// A number of 0 or more that may be null.
  func plainNumber(_ key: String) -> Double? {
    guard let item = item(key), !item.isNull else { return nil }
    if let number = item.number, number >= 0 { return number }
    builder.problem(item.place, "'\(id(key))' is \(item.kind): a number of 0 or more is expected")
    return nil
  }
}

extension Scenario {
  /// What a country's support would be to the domestic build-out: a share of its investment (grants: the amount over the investment of the
  /// whole target at the scenario's capital cost; credits: the rate).
  /// - Returns: nil for support that does not act on the cost of plants, or whose size is not printed.
  public func share(of support: Support) -> Double? {
    switch support.lever {
    case .taxCredit where support.instrument.contains("research"): return nil
    case .taxCredit: return support.rate.map { $0 / 100 }
    case .capitalSubsidy:
      guard let yen = support.yen,
        let investment = Outcome(self).value("investment.target.total", in: years.upperBound), investment > 0
      else { return nil }
      return min(1, yen * 1e-9 / investment)
    default: return nil
    }
  }

  /// The build-out with a country's support switched on for every option.
  /// - Throws: `BuildOutProblems` where the support is none that acts on the cost of plants.
  public func supported(_ buildOut: BuildOut, by support: Support) throws(BuildOutProblems) -> BuildOut {
    guard let share = share(of: support) else {
      throw BuildOutProblems(reasons: [
        "'\(support.id)' cannot be switched on: \(support.lever == .none || support.instrument.contains("research") ? "it does not act on the cost of a plant" : "the page does not print what it takes (\(support.scope))")"
      ])
    }
    var levers = SupportLevers()
    if support.lever == .taxCredit {
      levers.investmentTaxCredit = share
    } else {
      levers.capitalSubsidy = share
    }
    var other = buildOut
    for i in other.options.indices {
      other.options[i] = try levers.applied(
        to: other.options[i], years: other.years, discountRate: other.discountRate)
    }
    return other
  }
}
