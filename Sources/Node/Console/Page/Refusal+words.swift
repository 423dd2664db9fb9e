import Exchange

extension Visit {
  /// A refusal as a sentence: what is wrong and what to do.
  func t(_ refusal: Refusal) -> String {
    switch refusal {
    case .invalid(let field, let message):
      let key = "invalid.\(field)"
      return words.has(key)
        ? t(key, ["message": message]) : t("refusal.invalid", ["field": field, "message": message])
    case .notFound: return t("refusal.notFound")
    case .forbidden: return t("refusal.forbidden")
    case .taken(let field, _):
      let key = "taken.\(field)"
      return words.has(key) ? t(key) : t("refusal.taken")
    case .immutable: return t("refusal.immutable")
    case .partHasStructure: return t("refusal.partHasStructure")
    case .partRequested: return t("refusal.partRequested")
    case .partAnswered: return t("refusal.partAnswered")
    case .loop(let way):
      let names = way.map { $0.map(\.name) ?? t("refusal.partner") }
      return t("refusal.loop", ["way": names.joined(separator: " → ")])
    case .wrongState: return t("refusal.wrongState")
    }
  }

  /// A refusal at the field of a form that it speaks of.
  /// - Parameter fields: the form's names of the fields of the Ouranos interface.
  func errors(_ refusal: Refusal, _ fields: [String: String] = [:]) -> FormErrors {
    switch refusal {
    case .invalid(let field, _), .taken(let field, _), .immutable(let field), .notFound(let field):
      FormErrors(fields[field], t(refusal))
    default: FormErrors(nil, t(refusal))
    }
  }
}
