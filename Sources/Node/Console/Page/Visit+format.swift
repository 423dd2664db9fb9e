import Exchange
import Foundation
import Values

extension Visit {
  /// A number for reading: four significant digits, thousands set apart.
  func number(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value == 0 { return "0" }
    let digits = max(0, min(6, 3 - Int(log10(abs(value)).rounded(.down))))
    return plain(value, maximum: digits)
  }

  /// A number as it was typed: up to five decimals.
  func exact(_ value: Double) -> String { plain(value, maximum: 5) }

  /// A number for a field: a point, no grouping.
  func typed(_ value: Double?) -> String? {
    value.map {
      $0.formatted(
        .number.locale(Locale(identifier: "en_US_POSIX")).grouping(.never).precision(.fractionLength(0...5)))
    }
  }

  private func plain(_ value: Double, maximum: Int) -> String {
    value.formatted(
      .number.locale(Locale(identifier: "en_US")).precision(.fractionLength(0...maximum)))
  }

  /// kg CO2e, both stages together.
  func kilograms(_ value: Stages<Double>) -> String { "\(number(value.pre + value.main)) kg CO₂e" }

  func unit(_ unit: DeclaredUnit?) -> String { unit.map { t("unit.\($0.rawValue)") } ?? "–" }

  /// A time for reading; a script turns it into the reader's own zone.
  func time(_ time: Timestamp) -> Markup {
    let text = time.secondsText
    return Markup(
      trusted: #"<time datetime="\#(text)">\#(text.prefix(10)) \#(text.dropFirst(11).prefix(5)) UTC</time>"#)
  }

  /// A number typed in a field: nil where the field is empty.
  /// - Throws: where it is no number, for the field.
  func readNumber(_ name: String) throws(FormErrors) -> Double? {
    let text = form[name].applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? form[name]
    if text.isEmpty { return nil }
    let plain = text.replacing(",", with: "")
    guard !text.contains(/,\d{0,2}$|,\d{4,}/), let value = Double(plain), value.isFinite,
      plain.allSatisfy({ $0.isNumber || "+-.eE".contains($0) })
    else { throw FormErrors(name, t("field.noNumber", ["text": String(text.prefix(30))])) }
    return value
  }

  /// Whether a day like `2026-11-25` is over.
  func isOver(_ day: String) -> Bool { day < Timestamp.now.dayText }
}
