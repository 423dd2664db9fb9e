import Exchange
import Values

/// A `CfpModel` of a request: what is in it, and what is wrong with it.
struct FootprintFields {
  private enum Kind: String, CaseIterable {
    case preProduction, mainProduction, preComponent, mainComponent

    var rating: Rating { self == .preProduction || self == .preComponent ? .pre : .main }
  }

  /// The interface's model spells `preProsessing` where its examples spell `preProcessing`.
  private enum Rating: Equatable {
    case pre, main

    init?(_ text: String) {
      switch text {
      case "preProcessing", "preProsessing": self = .pre
      case "mainProcessing", "mainProsessing": self = .main
      default: return nil
      }
    }
  }

  private var cfpID: Identifier?
  private var traceID: Identifier?
  private var unit: DeclaredUnit?
  private var kind: Kind?
  private var rating: Rating?
  private let ratingText: String
  private let emission: Double?
  private let quality: DataQuality
  private var problems: [String] = []

  /// - Throws: where a member has the wrong type.
  init(_ fields: Fields) throws(OuranosError) {
    let cfpText = try fields.string("cfpId")
    let traceText = try fields.string("traceId")
    emission = try fields.number("ghgEmission")
    let unitText = try fields.string("ghgDeclaredUnit")
    let kindText = try fields.string("cfpType")
    ratingText = try fields.string("dqrType") ?? ""
    let ratings = try fields.object("dqrValue")
    quality = DataQuality(
      technological: try ratings?.number("TeR"), geographical: try ratings?.number("GeR"),
      temporal: try ratings?.number("TiR"))
    var issues = Issues()
    cfpID = issues.identifier("cfpId", cfpText, required: false)
    traceID = issues.identifier("traceId", traceText)
    _ = issues.amount("ghgEmission", emission)
    if let unitText, !unitText.isEmpty {
      unit = unitText.hasPrefix("kgCO2e/") ? DeclaredUnit(rawValue: String(unitText.dropFirst(7))) : nil
      if unit == nil { issues.add("ghgDeclaredUnit", "cannot be allowed '\(unitText)'") }
    } else {
      issues.add("ghgDeclaredUnit", "cannot be blank")
    }
    kind = issues.choice("cfpType", kindText, of: Kind.self)
    rating = Rating(ratingText)
    if ratingText.isEmpty {
      issues.add("dqrType", "cannot be blank")
    } else if rating == nil {
      issues.add("dqrType", "cannot be allowed '\(ratingText)'")
    }
    if !issues.isEmpty { problems.append(issues.text) }
    if let kind, let rating, kind.rating != rating {
      problems.append("ensure the combination of cfpType and dqrType is correct")
    }
    var qualityIssues = Issues()
    _ = qualityIssues.amount("TeR", quality.technological)
    _ = qualityIssues.amount("GeR", quality.geographical)
    _ = qualityIssues.amount("TiR", quality.temporal)
    if !qualityIssues.isEmpty { problems.append("dqrValue: (\(qualityIssues.text))") }
  }

  /// Checks the elements, then what they must be together: the first that is wrong is told.
  static func check(_ models: [FootprintFields]) throws(OuranosError) {
    let faults = models.enumerated().filter { !$0.element.problems.isEmpty }.map { index, model in
      let text = model.problems.joined(separator: "; ")
      return "cfpModel[\(index)]: (\(text.hasSuffix(".") ? text : text + "."))"
    }
    if !faults.isEmpty { throw .validation(faults.joined(separator: "; ") + ".", .dataspace) }
    if models.count != 4 { throw .validation("cfp models must be 4 elements", .dataspace) }
    for kind in Kind.allCases where !models.contains(where: { $0.kind == kind }) {
      throw .validation("cfpType \(kind.rawValue) is insufficient", .dataspace)
    }
    for (name, count) in [
      ("cfpId", Set(models.map(\.cfpID)).count), ("traceId", Set(models.map(\.traceID)).count),
      ("ghgDeclaredUnit", Set(models.map(\.unit)).count),
    ] where count > 1 {
      throw .validation("ensure all objects have the same \(name)", .dataspace)
    }
    for (rating, stage) in [(Rating.pre, "pre"), (.main, "main")] {
      let rated = models.filter { $0.rating == rating }
      if Set(rated.map(\.quality)).count > 1 {
        throw .validation("different dqrValues are set for the same dqrType.", .dataspace)
      }
      let quality = rated.first?.quality
      let isRated = [quality?.technological, quality?.geographical, quality?.temporal].contains {
        $0 ?? 0 > 0
      }
      if isRated, !rated.contains(where: { $0.emission ?? 0 > 0 }) {
        throw .validation(
          "set ghgEmission to a value greater than 0 for cfpType of \(stage)Production or \(stage)Component.",
          .dataspace)
      }
    }
  }

  /// The footprint of four elements that `check` let pass.
  static func draft(of models: [FootprintFields]) -> FootprintDraft? {
    func model(_ kind: Kind) -> FootprintFields? { models.first { $0.kind == kind } }
    guard let first = models.first, let traceID = first.traceID, let unit = first.unit else { return nil }
    return FootprintDraft(
      cfpID: first.cfpID, traceID: traceID, unit: unit,
      production: Stages(pre: model(.preProduction)?.emission, main: model(.mainProduction)?.emission),
      component: Stages(pre: model(.preComponent)?.emission, main: model(.mainComponent)?.emission),
      quality: Stages(
        pre: model(.preProduction)?.quality ?? DataQuality(),
        main: model(.mainProduction)?.quality ?? DataQuality()))
  }

  /// The element as it came, with the footprint's identifier.
  func json(cfpID: Identifier) -> JSONValue {
    [
      "cfpId": .string(cfpID.description), "traceId": .id(traceID), "ghgEmission": .amount(emission),
      "ghgDeclaredUnit": .text(unit.map { "kgCO2e/\($0.rawValue)" }), "cfpType": .text(kind?.rawValue),
      "dqrType": rating == .pre ? "preProcessing" : "mainProcessing", "dqrValue": quality.ouranos,
    ]
  }
}
