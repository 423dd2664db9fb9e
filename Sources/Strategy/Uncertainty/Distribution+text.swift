import Inventory

extension Distribution {
  private static let families: [(name: String, keys: [String])] = [
    ("uniform", ["min", "max"]),
    ("triangular", ["min", "mode", "max"]),
    ("normal", ["mean", "sd", "min", "max"]),
    ("lognormal", ["median", "sigma", "min", "max"]),
    ("discrete", ["values", "probabilities"]),
  ]

  /// Names of the families, as `parse` takes them.
  public static var familyNames: [String] { families.map(\.name) }

  /// Reads a distribution as it is written in files:
  /// `uniform:min=0.13,max=0.25`, `triangular:min=1,mode=2,max=4`, `normal:mean=0.9,sd=0.03,min=0,max=1`,
  /// `lognormal:median=25.9,sigma=0.3`, `discrete:values=1/2/3,probabilities=0.2/0.5/0.3`.
  ///
  /// `min` and `max` may be left out where a family has tails.
  /// - Throws: `UncertaintyProblem` where the text is not one, or the distribution is not possible.
  public static func parse(_ text: String) throws(UncertaintyProblem) -> Distribution {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
    var given: [(key: String, value: String)] = []
    if parts.count > 1, !parts[1].isEmpty {
      for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
        guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
          throw UncertaintyProblem("'\(trimmed(pair))' in '\(text)' is not of the form key=value")
        }
        given.append((sides[0], sides[1]))
      }
    }
    return try make(parts.first ?? "", given)
  }

  /// Builds a distribution from the name of its family and its parameters as text.
  /// - Parameter parameters: keys as in `parse`; each at most once.
  /// - Throws: `UncertaintyProblem` for a family or key that is not known, a key that is missing or given twice, a
  ///   value that is no number, or a distribution that is not possible.
  public static func make(
    _ family: String, _ parameters: [(key: String, value: String)]
  ) throws(UncertaintyProblem) -> Distribution {
    guard let keys = families.first(where: { $0.name == family })?.keys else {
      throw unknown("distribution", family, familyNames)
    }
    var numbers: [String: [Double]] = [:]
    for (key, text) in parameters {
      guard keys.contains(key) else { throw unknown("parameter of \(family)", key, keys) }
      guard numbers[key] == nil else { throw UncertaintyProblem("\(family): '\(key)' is given twice") }
      let items = family == "discrete" ? text.split(separator: "/").map(trimmed) : [text]
      numbers[key] = []
      for item in items {
        guard let number = Sheet.number(item) else {
          throw UncertaintyProblem("\(family): '\(key)' is '\(item)', which is not a finite number")
        }
        numbers[key]?.append(number)
      }
    }
    func required(_ key: String) throws(UncertaintyProblem) -> Double {
      guard let number = numbers[key]?.first else {
        throw UncertaintyProblem("\(family) needs '\(key)'")
      }
      return number
    }
    func optional(_ key: String, _ otherwise: Double) -> Double { numbers[key]?.first ?? otherwise }
    let distribution: Distribution
    switch family {
    case "uniform": distribution = .uniform(minimum: try required("min"), maximum: try required("max"))
    case "triangular":
      distribution = .triangular(
        minimum: try required("min"), mode: try required("mode"), maximum: try required("max"))
    case "normal":
      distribution = .normal(
        mean: try required("mean"), standardDeviation: try required("sd"),
        minimum: optional("min", -.infinity), maximum: optional("max", .infinity))
    case "lognormal":
      distribution = .lognormal(
        median: try required("median"), sigma: try required("sigma"),
        minimum: optional("min", 0), maximum: optional("max", .infinity))
    default:
      _ = try required("values")
      _ = try required("probabilities")
      distribution = .discrete(values: numbers["values"] ?? [], probabilities: numbers["probabilities"] ?? [])
    }
    if let message = distribution.validate() { throw UncertaintyProblem(message) }
    return distribution
  }

  /// What makes the distribution impossible; nil where nothing does.
  public func validate() -> String? {
    func bounds(_ name: String, _ minimum: Double, _ maximum: Double) -> String? {
      if minimum.isNaN || maximum.isNaN { return "\(name): a bound is not a number" }
      return minimum < maximum
        ? nil : "\(name): the minimum \(minimum) must be below the maximum \(maximum)"
    }
    func finite(_ name: String, _ values: Double...) -> String? {
      values.allSatisfy(\.isFinite) ? nil : "\(name): every parameter must be a finite number"
    }
    switch self {
    case .uniform(let minimum, let maximum):
      return finite("uniform", minimum, maximum) ?? bounds("uniform", minimum, maximum)
    case .triangular(let minimum, let mode, let maximum):
      if let problem = finite("triangular", minimum, mode, maximum) ?? bounds("triangular", minimum, maximum)
      {
        return problem
      }
      return mode >= minimum && mode <= maximum
        ? nil : "triangular: the mode \(mode) must lie between \(minimum) and \(maximum)"
    case .normal(let mean, let deviation, let minimum, let maximum):
      if let problem = finite("normal", mean, deviation) ?? bounds("normal", minimum, maximum) {
        return problem
      }
      guard deviation > 0 else { return "normal: the standard deviation \(deviation) must be above 0" }
      return Self.tails("normal", (minimum - mean) / deviation, (maximum - mean) / deviation)
    case .lognormal(let median, let sigma, let minimum, let maximum):
      if let problem = finite("lognormal", median, sigma) ?? bounds("lognormal", minimum, maximum) {
        return problem
      }
      guard median > 0 else { return "lognormal: the median \(median) must be above 0" }
      guard sigma > 0 else { return "lognormal: sigma \(sigma) must be above 0" }
      guard sigma < 50 else {
        return
          "lognormal: sigma \(sigma) spans more than numbers can hold; sigma is the standard deviation of ln x, such as 0.3"
      }
      guard minimum >= 0 else { return "lognormal: the minimum \(minimum) must not be negative" }
      return Self.tails(
        "lognormal", Self.logScore(minimum, median, sigma), Self.logScore(maximum, median, sigma))
    case .discrete(let values, let probabilities):
      guard !values.isEmpty else { return "discrete: there is no value" }
      guard values.count == probabilities.count else {
        return "discrete: \(values.count) values have \(probabilities.count) probabilities"
      }
      guard values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else {
        return "discrete: values must be finite and rise"
      }
      guard probabilities.allSatisfy({ $0 > 0 }) else { return "discrete: every probability must be above 0" }
      let sum = probabilities.reduce(0, +)
      return abs(sum - 1) < 1e-9 ? nil : "discrete: probabilities add up to \(sum), not to 1"
    }
  }

  /// Scores beyond which a double holds no probability.
  private static let farthestScore = 37.0

  private static func tails(_ name: String, _ low: Double, _ high: Double) -> String? {
    low < farthestScore && high > -farthestScore
      ? nil : "\(name): the bounds leave none of the distribution"
  }

  private static func unknown(_ kind: String, _ word: String, _ words: [String]) -> UncertaintyProblem {
    let near = nearestWord(to: word, in: words).map { "; did you mean '\($0)'?" } ?? ""
    return UncertaintyProblem("'\(word)' is not a \(kind): \(words.joined(separator: ", "))\(near)")
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// The distribution as `parse` reads it.
  public var describe: String {
    func cut(_ minimum: Double?, _ maximum: Double?) -> String {
      (minimum.map { ",min=\($0)" } ?? "") + (maximum.map { ",max=\($0)" } ?? "")
    }
    switch self {
    case .uniform(let minimum, let maximum): return "uniform:min=\(minimum),max=\(maximum)"
    case .triangular(let minimum, let mode, let maximum):
      return "triangular:min=\(minimum),mode=\(mode),max=\(maximum)"
    case .normal(let mean, let deviation, let minimum, let maximum):
      return "normal:mean=\(mean),sd=\(deviation)"
        + cut(minimum > -.infinity ? minimum : nil, maximum < .infinity ? maximum : nil)
    case .lognormal(let median, let sigma, let minimum, let maximum):
      return "lognormal:median=\(median),sigma=\(sigma)"
        + cut(minimum > 0 ? minimum : nil, maximum < .infinity ? maximum : nil)
    case .discrete(let values, let probabilities):
      func list(_ numbers: [Double]) -> String { numbers.map(\.description).joined(separator: "/") }
      return "discrete:values=\(list(values)),probabilities=\(list(probabilities))"
    }
  }
}
