import Exchange
import Foundation
import Values

/// A parts structure as `links.py` makes it, taken into a data space.
struct LinkedParts {
  private struct File: Decodable {
    struct Component: Decodable {
      var part: Int
      var amount: Double

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        part = try values.decode(Int.self)
        amount = try values.decode(Double.self)
      }
    }
    var size: Int
    var structure: [[Component]]
    var production: [[Double]]
    var changed: Int
  }

  private let file: File
  private let company = Identifier(high: 1, low: 1)
  private(set) var space = DataSpace()
  private var sequence: Int64 = 0

  init(folder: URL) throws {
    file = try JSONDecoder().decode(
      File.self, from: Data(contentsOf: folder.appendingPathComponent("links.json")))
    apply(.operatorPut(Operator(operatorID: company, openOperatorID: "1", name: "A", address: "X")))
    for part in file.production.indices {
      apply(
        .partPut(
          Part(
            traceID: id(part), operatorID: company, plantID: company, name: "P\(part)", terminated: true,
            unit: .unit)))
      declare(part, pre: file.production[part][0])
    }
    for (index, components) in file.structure.enumerated() {
      apply(
        .structurePut(
          PartsStructure(
            parent: id(file.size + index),
            components: components.map { .init(traceID: id($0.part), amount: $0.amount) })))
    }
  }

  /// Spread like random identifiers, but the same in every run.
  private func id(_ part: Int) -> Identifier {
    Identifier(high: UInt64(part + 1) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(part))
  }

  private mutating func apply(_ event: DataSpaceEvent) {
    sequence += 1
    space.apply(event, sequence: sequence, time: Timestamp(milliseconds: sequence))
  }

  private mutating func declare(_ part: Int, pre: Double) {
    let none = Stages(pre: DataQuality(), main: DataQuality())
    apply(
      .footprintDeclared(
        FootprintDeclaration(
          cfpID: id(part), traceID: id(part), unit: .unit,
          production: Stages(pre: pre, main: file.production[part][1]), component: Stages(pre: 0, main: 0),
          quality: none, source: .entered, declared: Timestamp(milliseconds: 0))))
  }

  /// Gives the raw material that all is about another value; what follows from it is computed again.
  mutating func change(to pre: Double) { declare(file.changed, pre: pre) }

  /// The totals of the products, both stages of each.
  var scores: [Double] {
    (file.production.count - file.size..<file.production.count).flatMap { part in
      space.totals[id(part)].map { [$0.sum.pre, $0.sum.main] } ?? [.nan, .nan]
    }
  }
}

extension Task {
  /// From one changed footprint to all totals, the list of what changed with them.
  init(change parts: LinkedParts) {
    var parts = parts
    var turn = 0
    run = {
      turn += 1
      parts.change(to: 1 + Double(turn % 2))
      return {
        parts.change(to: 1)
        return ["scores": parts.scores]
      }
    }
  }

  /// From the rows of all tables to the state, with all totals.
  init(loading parts: LinkedParts) {
    let rows = parts.space.allRows
    run = {
      var space = DataSpace()
      for row in rows { _ = try space.load(kind: row.kind, key: row.key, body: row.body) }
      space.finishLoading()
      return { ["scores": [Double(space.totals.count)]] }
    }
  }
}
