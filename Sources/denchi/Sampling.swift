import SupplyGraph

extension LoadedChain {
  /// Samples of demands, and how they were taken.
  struct Taken {
    var samples: Samples
    var run: SamplingRun
  }

  /// Draws samples, with a progress bar where a person watches.
  /// - Parameters:
  ///   - stages: groups whose contributions are kept; nil for none.
  ///   - tracked: activities whose contributions are kept.
  ///   - advice: what to do where the samples would need too much memory.
  /// - Throws: `Failure.usage` if they would.
  func sample(
    _ demands: [Demand], count: Int, seed: UInt64, threads: Int, stages: StageTable? = nil,
    tracked: [Int] = [], advice: String = "take fewer --samples"
  ) throws -> Taken {
    let kept = 1 + tracked.count + (stages?.names.count ?? 0)
    let bytes = 8 * Double(count) * Double(kept) * Double(indicators.count) * Double(demands.count)
    guard bytes <= Self.sampleMemory else {
      throw Failure.usage(
        "\(NumberText.count(count, "sample")) of this would take \(NumberText.short(bytes / 1e9, digits: 2)) GB "
          + "of memory, and 2 GB are allowed: \(advice).")
    }
    let options = SamplingOptions(
      samples: count, seed: seed, threads: threads, trackedActivities: tracked, group: stages?.group ?? [],
      groups: stages?.names.count ?? 0)
    let bar = Progress("Sampling", total: count)
    defer { bar.finish() }
    let samples = try naming { try graph.sample(demands, options: options) { bar.update($0) } }
    guard samples.failedSamples.count < count else {
      throw Failure.data([
        "\(folder): none of \(NumberText.count(count, "sample")) has a solution: in each, a loop uses up all it makes"
      ])
    }
    return Taken(
      samples: samples, run: SamplingRun(samples: count, seed: seed, failed: samples.failedSamples))
  }

  /// Bytes that the samples of a command may take.
  private static let sampleMemory = 2e9

  /// The number of exchanges and flows with a distribution.
  var uncertainRowCount: Int {
    [chain.exchanges.distributions, chain.flows.distributions].compactMap(\.self)
      .reduce(0) { $0 + $1.kind.count { $0 != .none } }
  }

  /// What an uncertain row is, in words: which activity takes or emits what.
  func describe(_ row: UncertainRow) -> String {
    switch row {
    case .input(let k):
      let exchange = graph.exchangeRow(ofInput: k)
      let user = Int(chain.exchanges.activity[exchange])
      return "\(chain.product(of: Int(graph.inputs[k]))) → \(name(user))"
    case .flow(let row):
      return "\(chain.flowName(Int(chain.flows.flow[row]))): \(name(Int(chain.flows.activity[row])))"
    }
  }
}

extension FootprintReport {
  /// Adds the spread of every result, stage and listed activity, and what drives it.
  mutating func addSamples(
    _ chain: LoadedChain, _ demand: Demand, _ request: FootprintRequest, _ stages: StageTable
  ) throws {
    var tracked: [Int] = []
    var place: [Int: Int] = [:]
    for activity in results.flatMap({ $0.contributions.map(\.activity) }) where place[activity] == nil {
      place[activity] = tracked.count
      tracked.append(activity)
    }
    let taken = try chain.sample(
      [demand], count: request.samples, seed: request.seed, threads: request.threads, stages: stages,
      tracked: tracked, advice: "take fewer --samples, --contributions 0, or one --indicator")
    sampling = taken.run
    for i in results.indices {
      let k = results[i].indicator.index
      results[i].uncertainty = Summary(taken.samples.scores(demand: 0, indicator: k))
      results[i].drivers = try chain.naming {
        try chain.graph.varianceContributions(in: taken.samples, demand: 0, indicator: k)
      }
      for s in results[i].stages.indices {
        results[i].stages[s].spread = Summary(
          taken.samples.groupContributions(demand: 0, indicator: k, group: s))
      }
      for c in results[i].contributions.indices {
        guard let t = place[results[i].contributions[c].activity] else { continue }
        results[i].contributions[c].spread = Summary(
          taken.samples.activityContributions(demand: 0, indicator: k, tracked: t))
      }
    }
  }
}
