import Inventory
import SupplyGraph

/// Emissions of packs made in Japan through the supply graph, with each year's electricity.
///
/// One solve gives, for each chemistry, the pack's emissions and the electricity of the home grid in its whole chain. The grid's
/// generation mix has no inputs but its own emissions, so that emissions in a year = rest + electricity x the year's intensity, exactly.
struct CarbonPart: ModelPart {
  private struct Product: Sendable {
    let chemistry: Int
    /// kg CO2e/kWh of pack without the home grid.
    let rest: Parameter
    /// kWh of the home grid for 1 kWh of pack.
    let electricity: Parameter
    let series: Series
  }

  private let first: Int
  private let resources: ResourcePart
  private let capacity: CapacityPart
  private let grid: YearSeries
  private let products: [Product]
  /// kg CO2e/kWh of imported packs by chemistry.
  private let imported: [(chemistry: Int, total: Parameter)]
  private let importedSeries: Series
  private let gridSeries: Series
  let pack: Series
  let total: Series
  private let electricity: Series
  private let covered: Series
  /// What the supply graph says a pack contains, beside the published intensities: `[chemistry]` by mineral in kg/kWh.
  let contents: [(chemistry: String, product: String, kilograms: [String: Double])]
  /// The chain that was read; nil where the scenario names none.
  let chain: String?

  init(
    _ group: Group, chainFolder: String?, _ resources: ResourcePart, _ capacity: CapacityPart,
    _ builder: ScenarioBuilder
  ) {
    first = builder.years.lowerBound
    self.resources = resources
    self.capacity = capacity
    let table = builder.table("electricity", columns: ["region", "unit", "source"])
    let region = group.text("grid_region") ?? "Japan"
    let row = table.rows.first { $0["region"] == region }
    if row == nil && !table.rows.isEmpty {
      builder.problem(group.place(of: "grid_region"), "\(table.sheet.file) has no row for '\(region)'")
    }
    grid =
      (row?.values("electricity.\(region)", unit: "kg CO2e/kWh", range: 0...3, isZeroBefore: false)
      ?? YearSeries(years: [], parameters: []))
      .continued(by: group.optionalSeries("grid", "kg CO2e/kWh", in: 0...3, years: builder.years))
    let gridActivity = group.text("grid_activity") ?? ""
    let indicator = group.text("indicator") ?? "climate_change"
    let productGroup = group.requiredGroup("products")
    var products: [Product] = []
    var contents: [(String, String, [String: Double])] = []
    let names = productGroup.all()
    let importedGroup = group.group("imported_products")
    let importedNames = importedGroup?.all() ?? []
    var imported: [(Int, Parameter)] = []
    _ = group.item("chain")
    chain = chainFolder
    if let folder = chain {
      let graph = ChainReading(folder, place: group.place(of: "chain"), builder)
      func find(_ pair: Item.Pair) -> (
        chemistry: Int, product: String, pack: ChainReading.Pack, place: Place
      )? {
        guard case .text(let product, _, let place) = pair.value else { return nil }
        guard let chemistry = resources.intensities.chemistries.firstIndex(of: pair.key) else {
          builder.problem(pair.place, "'\(pair.key)' is no chemistry of intensities.csv")
          return nil
        }
        return graph?.pack(product, grid: gridActivity, indicator: indicator, place: place, builder)
          .map { (chemistry, product, $0, place) }
      }
      for pair in names {
        guard let (chemistry, product, pack, place) = find(pair) else { continue }
        let source = "supply graph of \(folder), product \(product)"
        products.append(
          Product(
            chemistry: chemistry,
            rest: builder.add(
              "carbon.\(pair.key).without_grid", pack.rest, "kg CO2e/kWh", source: source, place: place),
            electricity: builder.add(
              "carbon.\(pair.key).electricity", pack.electricity, "kWh/kWh", source: source, place: place),
            series: builder.layout.add(
              "carbon.pack.\(pair.key.lowercased())", "kg CO2e/kWh",
              Bilingual("emissions of a pack, \(pair.key), made in Japan", "パックの排出量 \(pair.key)(日本製)"),
              Bilingual("supply graph, with the year's electricity", "サプライグラフ、各年の電力"))))
        contents.append((pair.key, product, pack.contents))
      }
      for pair in importedNames {
        guard let (chemistry, product, pack, place) = find(pair) else { continue }
        let total = builder.add(
          "carbon.\(pair.key).imported", pack.rest + pack.own, "kg CO2e/kWh",
          source: "supply graph of \(folder), product \(product)", place: place)
        imported.append((chemistry, total))
      }
    }
    self.imported = imported
    importedGroup?.finish()
    self.products = products
    self.contents = contents
    productGroup.finish()
    gridSeries = builder.layout.add(
      "carbon.grid", "kg CO2e/kWh", Bilingual("electricity, Japan", "電力の排出係数(日本)"),
      Bilingual("published to the last year, then held or as given", "実績、その後は最終値かシナリオの値"))
    pack = builder.layout.add(
      "carbon.pack", "kg CO2e/kWh", Bilingual("emissions of a pack, domestic mix", "パックの排出量(国内の構成)"),
      Bilingual("mean of the chemistries in the supply graph by their shares", "サプライグラフにある種類の比率加重平均"))
    covered = builder.layout.add(
      "carbon.covered", "fraction",
      Bilingual("share of the mix that the supply graph covers", "サプライグラフが扱う構成の割合"),
      Bilingual("shares of these chemistries", "該当する種類の比率"))
    importedSeries = builder.layout.add(
      "carbon.pack_imported", "kg CO2e/kWh",
      Bilingual("emissions of an imported pack, the same mix", "輸入パックの排出量(同じ構成)"),
      Bilingual("supply graph, with the exporter's electricity of today", "サプライグラフ、輸出国の現在の電力"))
    total = builder.layout.add(
      "carbon.domestic", "Mt CO2e/yr", Bilingual("emissions of domestic output", "国内生産の排出量"),
      Bilingual("good output x emissions of a pack", "良品生産量×パックの排出量"))
    electricity = builder.layout.add(
      "carbon.electricity", "kWh/kWh",
      Bilingual("electricity of the home grid in a pack's chain", "パック1kWhに要する国内電力"),
      Bilingual(
        "supply graph; emissions change by this x the change of the grid", "サプライグラフ。係数の変化×この値だけ排出量が変わる"))
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    let years = results.years
    grid.evaluate(values, first: first, into: results[gridSeries])
    for series in [pack, covered, electricity, importedSeries] {
      for t in 0..<years { results[series, t] = 0 }
    }
    for product in products {
      let target = results[product.series]
      for t in 0..<years {
        target[t] = values[product.rest] + values[product.electricity] * results[gridSeries, t]
      }
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * years) { space in
      let share = UnsafeMutableBufferPointer(rebasing: space[0..<years])
      let weight = UnsafeMutableBufferPointer(rebasing: space[years...])
      for t in 0..<years { weight[t] = 0 }
      for (chemistry, total) in imported {
        guard let series = resources.domesticMix.shares.first(where: { $0.chemistry == chemistry })?.series
        else { continue }
        series.evaluate(values, first: first, into: share)
        for t in 0..<years {
          weight[t] += share[t]
          results[importedSeries, t] += share[t] * values[total]
        }
      }
      for t in 0..<years {
        results[importedSeries, t] = weight[t] > 0 ? results[importedSeries, t] / weight[t] : .nan
      }
      for (chemistry, series) in resources.domesticMix.shares {
        guard let product = products.first(where: { $0.chemistry == chemistry }) else { continue }
        series.evaluate(values, first: first, into: share)
        for t in 0..<years {
          results[covered, t] += share[t]
          results[pack, t] += share[t] * results[product.series, t]
          results[electricity, t] += share[t] * values[product.electricity]
        }
      }
    }
    for t in 0..<years {
      let part = results[covered, t]
      results[pack, t] = part > 0 ? results[pack, t] / part : .nan
      results[electricity, t] = part > 0 ? results[electricity, t] / part : .nan
      // GWh x kg/kWh = kt
      results[total, t] = results[capacity.output, t] * results[pack, t] * 1e-3
    }
  }
}

/// A chain that packs are looked up in.
private struct ChainReading {
  /// kg CO2e without and by the home grid, kWh of it, and kg of each mineral for 1 kWh of pack.
  typealias Pack = (rest: Double, own: Double, electricity: Double, contents: [String: Double])

  let chain: Chain
  let graph: SupplyGraph
  let solver: Solver
  let folder: String

  init?(_ folder: String, place: Place, _ builder: ScenarioBuilder) {
    self.folder = folder
    do {
      chain = try Chain.read(folder)
    } catch {
      for problem in error.errors.prefix(20) {
        builder.problems.add("\(folder)/\(problem.file)", problem.line, problem.message)
      }
      if error.isFileNotFound { builder.problems.isFileNotFound = true }
      return nil
    }
    graph = chain.graph()
    do {
      solver = try Solver(graph)
    } catch {
      builder.problem(place, "the chain \(folder) has no solution: \(error)")
      return nil
    }
  }

  func pack(
    _ product: String, grid: String, indicator: String, place: Place, _ builder: ScenarioBuilder
  ) -> Pack? {
    guard let activity = chain.activity(named: product) else {
      builder.problem(place, "the chain \(folder) has no activity '\(product)'")
      return nil
    }
    guard let gridActivity = chain.activity(named: grid), let climate = chain.indicator(named: indicator)
    else {
      builder.problem(place, "the chain \(folder) has no activity '\(grid)' or no indicator '\(indicator)'")
      return nil
    }
    guard graph.inputStart[gridActivity] == graph.inputStart[gridActivity + 1] else {
      builder.problem(
        place, "the grid activity '\(grid)' has inputs: an activity with its own emissions alone is expected")
      return nil
    }
    do {
      let solution = try solver.solve(Demand(of: activity))
      let own = graph.contributions(to: climate, in: solution)[gridActivity]
      var contents: [String: Double] = [:]
      for mineral in Mineral.allCases {
        if let number = chain.indicator(named: mineral.key) {
          contents[mineral.key] = solution.scores[number]
        }
      }
      return (
        solution.scores[climate] - own, own, solution.runs[gridActivity] * chain.outputs[gridActivity],
        contents
      )
    } catch {
      builder.problem(place, "the chain \(folder) has no solution for '\(product)': \(error)")
      return nil
    }
  }
}
