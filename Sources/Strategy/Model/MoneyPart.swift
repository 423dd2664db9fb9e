/// Investment and support of the domestic build-out in billion JPY: what the ledger states, and what the rest of the target would take.
struct MoneyPart: ModelPart {
  private struct Spending: Sendable {
    let investment: Parameter
    let subsidy: Parameter
    let start: Double
  }

  private let first: Int
  private let capacity: CapacityPart
  private let spendings: [Spending]
  private let buildYears: Parameter
  let capexCells: Parameter
  let capexMaterials: Parameter
  private let targetCapacity: Parameter
  private let baselineCapacity: Parameter
  private let upstream: YearSeries
  private let equityShare: Parameter
  let investment: Series
  let cumulative: Series
  private let subsidy: Series
  private let subsidyCumulative: Series
  private let subsidyShare: Series
  let gap: Series
  let neededCells: Series
  let neededMaterials: Series
  private let whole: [(capex: [Parameter], series: Series)]
  private let upstreamSeries: Series
  private let equity: Series

  init(_ group: Group, _ capacity: CapacityPart, _ builder: ScenarioBuilder) {
    first = builder.years.lowerBound
    self.capacity = capacity
    buildYears = group.quantity("build_years", "years", in: 0.1...20)
    capexCells = group.quantity("capex_cells", "billion JPY per GWh/yr", in: 0...1000)
    capexMaterials = group.quantity("capex_materials", "billion JPY per GWh/yr", in: 0...1000)
    targetCapacity = group.quantity("target_capacity", "GWh/yr", in: 0...10_000)
    baselineCapacity = group.quantity("baseline_capacity", "GWh/yr", in: 0...10_000)
    upstream = group.series("upstream", "billion JPY/yr", in: 0...1e6, years: builder.years)
    equityShare = group.quantity("equity_share", "fraction", in: 0...1)
    if let cap = group.optionalQuantity("equity_ceiling", "fraction", in: 0...1),
      builder.assumptions[equityShare.index].value > builder.assumptions[cap.index].value
    {
      builder.problem(
        builder.assumptions[equityShare.index].place,
        "'money.equity_share' is above the ceiling of \(builder.assumptions[cap.index].value.short) (money.equity_ceiling)"
      )
    }
    spendings = capacity.statuses.compactMap { status in
      guard capacity.counted.contains(status.state), status.plant.country == "Japan",
        let amount = status.investment, let start = status.start
      else {
        return nil
      }
      let id = "plants.\(status.plant.id)"
      let place = status.last.place
      return Spending(
        investment: builder.add(
          id + ".investment", amount, "billion JPY", source: status.last.source, place: place),
        subsidy: builder.add(
          id + ".subsidy", status.subsidy ?? 0, "billion JPY", source: status.last.source, place: place),
        start: start.time)
    }
    func add(_ id: String, _ unit: String, _ name: Bilingual, _ formula: Bilingual) -> Series {
      builder.layout.add(id, unit, name, formula)
    }
    investment = add(
      "investment.plants", "billion JPY/yr", Bilingual("investment of named plants", "個別工場の投資"),
      Bilingual("stated investment spread over build_years before the start", "公表投資額を稼働前build_yearsに均等配分"))
    cumulative = add(
      "investment.plants.cumulative", "billion JPY", Bilingual("the same, summed", "同 累計"),
      Bilingual("sum over years", "年の合計"))
    subsidy = add(
      "subsidy.plants", "billion JPY/yr", Bilingual("subsidy for named plants, at most", "個別工場への助成上限"),
      Bilingual("spread like the investment", "投資と同じ配分"))
    subsidyCumulative = add(
      "subsidy.plants.cumulative", "billion JPY", Bilingual("the same, summed", "同 累計"),
      Bilingual("sum over years", "年の合計"))
    subsidyShare = add(
      "subsidy.share", "fraction", Bilingual("subsidy in investment, at most", "投資に占める助成の上限"),
      Bilingual("summed subsidy / summed investment", "助成累計÷投資累計"))
    gap = add(
      "capacity.gap", "GWh/yr", Bilingual("missing to the domestic target", "国内目標までの不足"),
      Bilingual("target_capacity - domestic capacity, not below 0", "目標－国内能力(0以上)"))
    neededCells = add(
      "investment.gap.cells", "billion JPY", Bilingual("to close it: cells", "不足解消の投資 電池"),
      Bilingual("gap x capex_cells", "不足×capex_cells"))
    neededMaterials = add(
      "investment.gap.materials", "billion JPY", Bilingual("to close it: materials", "不足解消の投資 部材"),
      Bilingual("gap x capex_materials", "不足×capex_materials"))
    whole = [
      ("cells", "cells", "電池", [capexCells]), ("materials", "materials", "部材", [capexMaterials]),
      ("total", "cells and materials", "電池・部材", [capexCells, capexMaterials]),
    ].map { id, english, japanese, capex in
      (
        capex,
        add(
          "investment.target.\(id)", "billion JPY",
          Bilingual("the whole target at today's cost: \(english)", "目標全体の投資(現在の単価) \(japanese)"),
          Bilingual("(target_capacity - baseline_capacity) x capex", "(目標－基準能力)×単価"))
      )
    }
    upstreamSeries = add(
      "investment.upstream", "billion JPY/yr", Bilingual("upstream resources", "上流資源への投資"),
      Bilingual("as given in the scenario", "シナリオの値"))
    equity = add(
      "investment.upstream.equity", "billion JPY/yr",
      Bilingual("of which public equity", "うち公的出資"),
      Bilingual("upstream x equity_share (at most the ceiling)", "上流投資×出資比率(上限以内)"))
    group.finish()
  }

  func evaluate(_ values: Values, _ results: Results) {
    let (invested, paid) = (results[investment], results[subsidy])
    for t in invested.indices {
      invested[t] = 0
      paid[t] = 0
    }
    let span = values[buildYears]
    for spending in spendings {
      let (begin, end) = (spending.start - span, spending.start)
      for t in invested.indices {
        let year = Double(first + t)
        let share = max(0, min(year + 1, end) - max(year, begin)) / span
        invested[t] += values[spending.investment] * share
        paid[t] += values[spending.subsidy] * share
      }
    }
    var (total, support) = (0.0, 0.0)
    let target = values[targetCapacity]
    let up = results[upstreamSeries]
    upstream.evaluate(values, first: first, into: up)
    for t in invested.indices {
      total += invested[t]
      support += paid[t]
      results[cumulative, t] = total
      results[subsidyCumulative, t] = support
      results[subsidyShare, t] = total > 0 ? support / total : .nan
      let missing = max(0, target - results[capacity.domestic, t])
      results[gap, t] = results[capacity.domestic, t].isNaN ? .nan : missing
      results[neededCells, t] = results[gap, t] * values[capexCells]
      results[neededMaterials, t] = results[gap, t] * values[capexMaterials]
      for (capex, series) in whole {
        results[series, t] = (target - values[baselineCapacity]) * capex.reduce(0) { $0 + values[$1] }
      }
      results[equity, t] = up[t] * values[equityShare]
    }
  }
}
