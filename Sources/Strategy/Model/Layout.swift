/// A text in English and Japanese.
public struct Bilingual: Sendable, Hashable {
  /// English.
  public let en: String
  /// Japanese.
  public let ja: String

  /// Both texts.
  public init(_ en: String, _ ja: String) {
    self.en = en
    self.ja = ja
  }
}

/// What a computed series is.
public struct SeriesInfo: Sendable {
  /// Its name in `--json`, such as `capacity.domestic`.
  public let id: String
  /// The unit of its values.
  public let unit: String
  /// What a reader calls it.
  public let name: Bilingual
  /// How it is computed, in words.
  public let formula: Bilingual
}

/// The number of a series in the results of a model.
struct Series: Sendable, Hashable {
  let index: Int
}

/// All series of a model, in the order in which they are shown.
struct Layout: Sendable {
  private(set) var series: [SeriesInfo] = []
  private var numbers: [String: Int] = [:]

  mutating func add(
    _ id: String, _ unit: String, _ name: Bilingual, _ formula: Bilingual
  ) -> Series {
    precondition(numbers[id] == nil, "two series are called \(id)")
    numbers[id] = series.count
    series.append(SeriesInfo(id: id, unit: unit, name: name, formula: formula))
    return Series(index: series.count - 1)
  }

  subscript(id: String) -> Series? { numbers[id].map { Series(index: $0) } }
}

/// The values of all series in one evaluation: `[series * years + year]`; NaN where a value is missing.
struct Results {
  let base: UnsafeMutablePointer<Double>
  /// The number of years.
  let years: Int

  subscript(series: Series) -> UnsafeMutableBufferPointer<Double> {
    @inline(__always) get { UnsafeMutableBufferPointer(start: base + series.index * years, count: years) }
  }

  subscript(series: Series, year: Int) -> Double {
    @inline(__always) get { base[series.index * years + year] }
    @inline(__always) nonmutating set { base[series.index * years + year] = newValue }
  }
}

/// A part of the model: reads its assumptions once, then computes its series from values.
///
/// Evaluation must not allocate per year, reads only series of parts before it, and is the same for the same values.
protocol ModelPart: Sendable {
  func evaluate(_ values: Values, _ results: Results)
}

extension String {
  /// The text with its first `*` replaced.
  func replacing(_ mark: Character, with text: String) -> String {
    guard let place = firstIndex(of: mark) else { return self }
    return self[..<place] + text + self[index(after: place)...]
  }
}
