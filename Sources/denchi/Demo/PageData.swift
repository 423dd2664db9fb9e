import Foundation

extension DemoPage {
  /// What the pictures are drawn from. Texts of numbers are those of the tables.
  var data: JSON {
    .object([
      ("unit", .string(report.unit)), ("stages", .array(report.stages.map(JSON.string))),
      ("steps", .array(report.steps.map { .string($0.rawValue) })),
      ("packs", .array(report.packs.map(json))), ("pairs", .array(report.pairs.map(JSON.integer))),
      ("tree", tree), ("top", .array(report.top.map(json))),
      ("words", .object(PageLanguage.allCases.map { ($0.rawValue, words($0)) })),
    ])
  }

  private func words(_ language: PageLanguage) -> JSON {
    let keys =
      ["own", "rest", "credits", "seeTable", "unassigned"] + report.stages + report.steps.map(\.rawValue)
    return .object(keys.map { ($0, .string(PageWords.text($0, language))) })
  }

  private func json(_ text: Bilingual) -> JSON {
    .object([("en", .string(text.en)), ("ja", .string(text.ja))])
  }

  private func json(_ pack: DemoReport.Pack) -> JSON {
    let steps = report.steps.map(\.rawValue)
    func parts(_ keys: [String], _ values: [Double]?) -> JSON {
      .object(zip(keys, values ?? []).map { ($0, .number($1)) })
    }
    func texts(_ keys: [String], _ values: [Double]?) -> JSON {
      .object(zip(keys, values ?? []).map { ($0, .string(report.short($1, like: pack))) })
    }
    let value = pack.values[report.main]
    return .object(
      leavingOut: [
        ("id", .string(pack.id)), ("label", json(pack.label)), ("mix", pack.mix.map(json) ?? .null),
        ("value", .number(value)), ("text", .string(report.short(value, like: pack))),
        ("stages", parts(report.stages, pack.stages)), ("steps", parts(steps, pack.steps)),
        (
          "texts",
          .object([("stages", texts(report.stages, pack.stages)), ("steps", texts(steps, pack.steps))])
        ),
        ("low", (pack.spread?.p2_5).map(JSON.number)), ("high", (pack.spread?.p97_5).map(JSON.number)),
        ("median", (pack.spread?.median).map(JSON.number)),
        ("samples", pack.samples.isEmpty ? nil : .array(pack.samples.map { .number(Self.rounded($0)) })),
      ])
  }

  /// A sample with as many digits as its CSV needs.
  private static func rounded(_ value: Double) -> Double { Double(String(format: "%.6g", value)) ?? value }

  private func json(_ activity: DemoReport.Contribution) -> JSON {
    .object(
      leavingOut: [
        ("id", .string(activity.id)), ("name", .string(activity.name)), ("stage", .integer(activity.stage)),
        ("value", .number(activity.value)),
        ("text", .string(NumberText.short(activity.value, digits: 3))),
        ("low", (activity.spread?.p2_5).map(JSON.number)),
        ("high", (activity.spread?.p97_5).map(JSON.number)),
      ])
  }

  private var tree: JSON {
    .object([
      (
        "nodes",
        .array(
          report.tree.nodes.map { node in
            .object([
              ("number", .integer(node.number)), ("id", .string(node.id)), ("name", .string(node.name)),
              ("stage", .integer(node.stage)), ("level", .integer(node.level)),
              ("total", .number(node.total)),
              ("own", .number(node.own)), ("rest", .number(node.rest)), ("credits", .number(node.credits)),
              ("text", .string(NumberText.short(node.total, digits: 3))),
              ("creditsText", .string(NumberText.short(node.credits, digits: 3))),
            ])
          })
      ),
      (
        "links",
        .array(
          report.tree.links.map { link in
            .object([
              ("source", .integer(link.source)), ("target", .integer(link.target)),
              ("value", .number(link.value)),
            ])
          })
      ),
    ])
  }

  /// The texts of d3 and d3-sankey, if Debian's node-d3 is installed, each with its licence.
  static func installedLibraries() -> [String] {
    let standard = [
      "/usr/share/nodejs", "/usr/local/share/nodejs", "/usr/lib/node_modules", "/usr/local/lib/node_modules",
    ]
    let roots = ProcessInfo.processInfo.environment["DENCHI_D3"].map { [$0] } ?? standard
    for root in roots {
      let texts = ["d3", "d3-sankey"].compactMap {
        try? String(contentsOfFile: "\(root)/\($0)/dist/\($0).min.js", encoding: .utf8)
      }
      if texts.count == 2, texts.allSatisfy({ !$0.lowercased().contains("</script") }) {
        return ["/*\n\(licence)*/\n" + texts[0], texts[1]]
      }
    }
    return []
  }

  private static var licence: String {
    let path = "/usr/share/doc/node-d3/copyright"
    let text =
      (try? String(contentsOfFile: path, encoding: .utf8))
      ?? "D3 and d3-sankey: Copyright Mike Bostock, BSD-3-Clause.\n"
    return text.replacing("*/", with: "* /").replacing("</", with: "< /")
  }
}
