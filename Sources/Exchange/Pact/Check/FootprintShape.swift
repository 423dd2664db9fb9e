/// The schema of a ProductFootprint (PACT Technical Specifications 3.0).
extension Shape {
  static let productFootprint: Shape = .object([
    .required("id", .text(.uuid)),
    .required("specVersion", .text(.version)),
    .optional("precedingPfIds", .list(of: .text(.uuid), atLeast: 1, unique: true)),
    .required("created", .time),
    .required("status", .text(of: ["Active", "Deprecated"])),
    .optional("validityPeriodStart", .time),
    .optional("validityPeriodEnd", .time),
    .required("companyName", .text(atLeast: 1)),
    .required("companyIds", .urns),
    .required("productDescription", .text()),
    .required("productIds", .urns),
    .optional("productClassifications", .urns),
    .required("productNameCompany", .text(atLeast: 1)),
    .optional("comment", .text()),
    .required("pcf", carbonFootprint),
    .optional("extensions", .list(of: dataModelExtension)),
  ])

  private static let carbonFootprint: Shape = .both(
    .atMostOne(["geographyRegionOrSubregion", "geographyCountry", "geographyCountrySubdivision"]),
    .object(
      requiredFigures.map { .required($0, .decimal) } + optionalFigures.map { .optional($0, .decimal) }
        + otherMembers))

  static let requiredFigures = [
    "declaredUnitAmount", "productMassPerDeclaredUnit", "pcfExcludingBiogenicUptake",
    "pcfIncludingBiogenicUptake", "fossilGhgEmissions", "fossilCarbonContent", "exemptedEmissionsPercent",
  ]

  static let optionalFigures = [
    "biogenicCarbonContent", "recycledCarbonContent", "landUseChangeGhgEmissions", "landCarbonLeakage",
    "landManagementFossilGhgEmissions", "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals", "biogenicCO2Uptake", "biogenicNonCO2Emissions",
    "landAreaOccupation", "aircraftGhgEmissions", "packagingGhgEmissions", "packagingBiogenicCarbonContent",
    "outboundLogisticsGhgEmissions", "ccsTechnologicalCO2Capture", "technologicalCO2Removals",
    "ccuCarbonContent", "primaryDataShare",
  ]

  static let declaredUnits = [
    "liter", "kilogram", "cubic meter", "kilowatt hour", "megajoule", "ton kilometer", "square meter",
    "piece",
    "hour", "megabit second",
  ]

  /// UN geographic regions and subregions.
  static let regions = [
    "Africa", "Americas", "Asia", "Europe", "Oceania", "Australia and New Zealand", "Central Asia",
    "Eastern Asia", "Eastern Europe", "Latin America and the Caribbean", "Melanesia", "Micronesia",
    "Northern Africa", "Northern America", "Northern Europe", "Polynesia", "South-eastern Asia",
    "Southern Asia", "Southern Europe", "Sub-Saharan Africa", "Western Asia", "Western Europe",
  ]

  private static let otherMembers: [Member] = [
    .required("declaredUnitOfMeasurement", .text(of: declaredUnits)),
    .required("referencePeriodStart", .time),
    .required("referencePeriodEnd", .time),
    .optional("geographyRegionOrSubregion", .text(of: regions)),
    .optional("geographyCountry", .text(.country)),
    .optional("geographyCountrySubdivision", .text(.subdivision)),
    .optional("boundaryProcessesDescription", .text()),
    .optional("packagingEmissionsIncluded", .boolean),
    .optional("ccsTechnologicalCO2CaptureIncluded", .boolean),
    .optional("technologicalCO2CaptureOrigin", .text()),
    .optional("ccuCalculationApproach", .text(of: ["Cut-off", "Credit"])),
    .optional("ccuCreditCertification", .text(.uri)),
    .required("ipccCharacterizationFactors", .list(of: .text(.assessmentReport), atLeast: 1, unique: true)),
    .required("crossSectoralStandards", .list(of: .text(), atLeast: 1, unique: true)),
    .optional("productOrSectorSpecificRules", .list(of: sectorRule, atLeast: 1, unique: true)),
    .optional("exemptedEmissionsDescription", .text()),
    .optional("allocationRulesDescription", .text()),
    .optional("secondaryEmissionFactorSources", .list(of: factorSource, atLeast: 1)),
    .optional("dqi", dataQuality),
    .optional("verification", verification),
  ]

  private static let sectorRule: Shape = .object([
    .required("operator", .text(of: ["PEF", "EPD International", "Other"])),
    .required("ruleNames", .list(of: .text(atLeast: 1), atLeast: 1, unique: true)),
    .optional("otherOperatorName", .text(atLeast: 1)),
  ])

  private static let factorSource: Shape = .object([
    .required("name", .text(atLeast: 1)), .required("version", .text(atLeast: 1)),
  ])

  private static let dataQuality: Shape = .object([
    .required("technologicalDQR", .decimal), .required("geographicalDQR", .decimal),
    .required("temporalDQR", .decimal),
  ])

  private static let verification: Shape = .object([
    .optional("coverage", .text(of: ["PCF calculation model", "PCF program", "product level"])),
    .optional("providerName", .text()), .optional("completedAt", .time), .optional("standardName", .text()),
    .optional("comments", .text()),
  ])

  private static let dataModelExtension: Shape = .object([
    .required("specVersion", .text()), .required("dataSchema", .text(.uri)),
    .optional("documentation", .text(.uri)), .required("data", .object([])),
  ])
}
