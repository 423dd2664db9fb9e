import Inventory

/// Why a stock cannot be computed, as a sentence.
public struct StockProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what was expected.
  public let description: String

  /// A problem in words.
  public init(_ description: String) { self.description = description }
}

extension Lifetime: CustomStringConvertible {
  /// The lifetime as ``parse(_:)`` reads it.
  public var description: String {
    switch self {
    case .normal(let mean, let deviation): "normal:mean=\(mean),sd=\(deviation)"
    case .lognormal(let mean, let deviation): "lognormal:mean=\(mean),sd=\(deviation)"
    case .weibull(let shape, let scale): "weibull:shape=\(shape),scale=\(scale)"
    case .logistic(let mean, let scale): "logistic:mean=\(mean),scale=\(scale)"
    case .fixed(let years): "fixed:years=\(years)"
    }
  }

  /// Reads a lifetime in years, such as `weibull:shape=3.5,scale=18.9`.
  ///
  /// | distribution | parameters |
  /// |---|---|
  /// | normal, lognormal | mean, sd (or standard_deviation, std) |
  /// | weibull | shape, scale |
  /// | logistic | mean, and scale or sd |
  /// | fixed | years (or mean, lifetime), or the number alone |
  /// - Throws: ``StockProblem`` for an unknown distribution or parameter, and for a parameter that is
  ///   missing, given twice or not above 0.
  public static func parse(_ text: String) throws(StockProblem) -> Lifetime {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = trimmed(parts[0])
    guard let distribution = Distribution(rawValue: name.lowercased()) else {
      throw StockProblem(
        "'\(name)' is no lifetime distribution\(hint(name, Distribution.allCases.map(\.rawValue))); "
          + "expected is one of \(Distribution.allCases.map(\.rawValue).joined(separator: ", ")), "
          + "such as weibull:shape=3.5,scale=18.9")
    }
    var values = Parameters(distribution: distribution)
    let list = parts.count > 1 ? trimmed(parts[1]) : ""
    for item in list.isEmpty ? [] : list.split(separator: ",", omittingEmptySubsequences: false) {
      try values.read(trimmed(item), isOnly: !list.contains(","))
    }
    switch distribution {
    case .normal:
      return .normal(mean: try values.required("mean"), standardDeviation: try values.required("sd"))
    case .lognormal:
      return .lognormal(mean: try values.required("mean"), standardDeviation: try values.required("sd"))
    case .weibull:
      return .weibull(shape: try values.required("shape"), scale: try values.required("scale"))
    case .fixed:
      return .fixed(years: try values.required("years"))
    case .logistic:
      let mean = try values.required("mean")
      switch (values["scale"], values["sd"]) {
      case (let scale?, nil): return .logistic(mean: mean, scale: scale)
      case (nil, let deviation?): return .logistic(mean: mean, standardDeviation: deviation)
      case (nil, nil): throw StockProblem("logistic needs scale or sd beside mean")
      default: throw StockProblem("logistic takes scale or sd, not both: sd = scale π / √3")
      }
    }
  }

  fileprivate enum Distribution: String, CaseIterable {
    case normal, lognormal, weibull, logistic, fixed

    /// Each parameter with the other words for it.
    var parameters: KeyValuePairs<String, [String]> {
      let deviation = ["standard_deviation", "std"]
      return switch self {
      case .normal, .lognormal: ["mean": [], "sd": deviation]
      case .weibull: ["shape": [], "scale": []]
      case .logistic: ["mean": [], "scale": [], "sd": deviation]
      case .fixed: ["years": ["mean", "lifetime"]]
      }
    }

    var example: String {
      switch self {
      case .normal: "normal:mean=17,sd=4"
      case .lognormal: "lognormal:mean=12,sd=4"
      case .weibull: "weibull:shape=3.5,scale=18.9"
      case .logistic: "logistic:mean=15,sd=4"
      case .fixed: "fixed:years=8"
      }
    }
  }

  fileprivate struct Parameters {
    let distribution: Distribution
    private var values: [String: Double] = [:]

    init(distribution: Distribution) { self.distribution = distribution }

    subscript(_ name: String) -> Double? { values[name] }

    func required(_ name: String) throws(StockProblem) -> Double {
      guard let value = values[name] else {
        throw StockProblem("\(distribution) needs \(name), as in \(distribution.example)")
      }
      return value
    }

    mutating func read(_ item: String, isOnly: Bool) throws(StockProblem) {
      let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let isBare = sides.count == 1
      guard !isBare || distribution == .fixed && isOnly else {
        throw StockProblem("'\(item)' has no name; expected is name=number, as in \(distribution.example)")
      }
      let word = isBare ? "years" : trimmed(sides[0])
      guard
        let name = distribution.parameters.first(where: {
          $0.key == word.lowercased() || $0.value.contains(word.lowercased())
        })?.key
      else {
        let names = distribution.parameters.map(\.key)
        let words = distribution.parameters.flatMap { [$0.key] + $0.value }
        throw StockProblem(
          "'\(word)' is no parameter of \(distribution)\(hint(word, words)); it takes "
            + names.joined(separator: ", "))
      }
      guard values[name] == nil else { throw StockProblem("\(name) of \(distribution) is given twice") }
      let text = trimmed(sides[sides.count - 1])
      guard let value = Sheet.number(text) else {
        throw StockProblem("\(name) of \(distribution) is '\(text)', not a number")
      }
      guard value > 0 else { throw StockProblem("\(name) of \(distribution) is \(text); it must be above 0") }
      values[name] = value
    }
  }
}

private func trimmed(_ text: some StringProtocol) -> String {
  var rest = text[...]
  while let first = rest.first, first.isWhitespace { rest.removeFirst() }
  while let last = rest.last, last.isWhitespace { rest.removeLast() }
  return String(rest)
}

private func hint(_ word: String, _ words: [String]) -> String {
  nearestWord(to: word, in: words).map { "; is '\($0)' meant?" } ?? ""
}
