import Foundation
import Values

extension PactEmissions {
  /// Where the schema of the extension is served that tells the two stages of the Ouranos interface apart.
  public static let extensionPath = "/pact/extensions/life-cycle-stages/1.0.0/data-model.json"

  /// The schema of the extension's `data`.
  public static let extensionSchema: JSONValue = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "kg CO2e for one unit by the stages of the Ouranos data transaction API",
    "type": "object",
    "required": ["preProduction", "mainProduction"],
    "properties": [
      "preProduction": ["$ref": "#/$defs/stage"], "mainProduction": ["$ref": "#/$defs/stage"],
    ],
    "$defs": [
      "decimal": ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"],
      "stage": [
        "type": "object", "required": ["emissions"],
        "properties": [
          "emissions": ["$ref": "#/$defs/decimal"], "technologicalDQR": ["$ref": "#/$defs/decimal"],
          "geographicalDQR": ["$ref": "#/$defs/decimal"], "temporalDQR": ["$ref": "#/$defs/decimal"],
        ],
      ],
    ],
  ]

  /// The emissions that a ProductFootprint states; nil where unit or amount cannot be read.
  public init?(of document: JSONValue) {
    guard let pcf = document["pcf"],
      let unit = pcf["declaredUnitOfMeasurement"]?.string.flatMap({ PactUnit(rawValue: $0) }),
      let amount = pcf["declaredUnitAmount"]?.string.flatMap({ DecimalText.parse($0) }), amount > 0
    else { return nil }
    var values: [PactField: Decimal] = [:]
    for field in PactField.allCases {
      values[field] = pcf[field.rawValue]?.string.flatMap { DecimalText.parse($0) }
    }
    self.init(
      unit: unit, amount: amount, values: values,
      quality: PactEmissions.quality(pcf["dqi"]))
    for data in (document["extensions"]?.array ?? []).filter({
      $0["dataSchema"]?.string?.hasSuffix(PactEmissions.extensionPath) == true
    }).compactMap({ $0["data"] }) {
      guard let pre = data["preProduction"], let main = data["mainProduction"],
        let first = pre["emissions"]?.string.flatMap({ DecimalText.parse($0) }),
        let second = main["emissions"]?.string.flatMap({ DecimalText.parse($0) })
      else { continue }
      stages = Stages(pre: first, main: second)
      stageQuality = Stages(pre: PactEmissions.quality(pre), main: PactEmissions.quality(main))
    }
  }

  private static func quality(_ ratings: JSONValue?) -> DataQuality {
    func rating(_ name: String) -> Double? { ratings?[name]?.string.flatMap { Double($0) } }
    return DataQuality(
      technological: rating("technologicalDQR"), geographical: rating("geographicalDQR"),
      temporal: rating("temporalDQR"))
  }

  /// The members of `pcf` that they are.
  var members: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "declaredUnitOfMeasurement": .string(unit.rawValue),
      "declaredUnitAmount": .string(DecimalText.write(amount)),
    ]
    for (field, value) in values { members[field.rawValue] = .string(DecimalText.write(value)) }
    let ratings = PactEmissions.members(quality)
    if ratings.count == 3 { members["dqi"] = .object(ratings) }
    return members
  }

  /// The extension that tells the stages apart.
  /// - Parameter base: the node's public URL.
  func stagesExtension(base: String) -> JSONValue? {
    guard let stages else { return nil }
    func stage(_ emissions: Decimal, _ quality: DataQuality?) -> JSONValue {
      var members = quality.map(PactEmissions.members) ?? [:]
      members["emissions"] = .string(DecimalText.write(emissions))
      return .object(members)
    }
    return [
      "specVersion": "2.0.0", "dataSchema": .string(base + PactEmissions.extensionPath),
      "data": [
        "preProduction": stage(stages.pre, stageQuality?.pre),
        "mainProduction": stage(stages.main, stageQuality?.main),
      ],
    ]
  }

  private static func members(_ quality: DataQuality) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for (name, rating) in [
      ("technologicalDQR", quality.technological), ("geographicalDQR", quality.geographical),
      ("temporalDQR", quality.temporal),
    ] {
      if let rating, let decimal = DecimalText.decimal(rating) {
        members[name] = .string(DecimalText.write(decimal))
      }
    }
    return members
  }
}
