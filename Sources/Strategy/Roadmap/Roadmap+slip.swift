extension PartialDate {
  /// The time at which what it stands for begins, in years.
  var beginning: Double {
    if isFiscalYear { return Double(year) + 0.25 }
    return Double(year) + (Double((month ?? 1) - 1) + (day.map { Double($0 - 1) / 31 } ?? 0)) / 12
  }

  /// The time at which what it stands for is over, in years: `2030` is over at 2031.0.
  var end: Double {
    if isFiscalYear { return Double(year) + 1.25 }
    guard let month else { return Double(year) + 1 }
    return Double(year) + (Double(month - 1) + (day.map { Double($0) / 31 } ?? 1)) / 12
  }
}

extension Roadmap {
  /// What a slip does.
  public struct Slip: Sendable {
    /// What moves, in the order in which items wait for each other.
    public let shifts: [ProjectNetwork.Shift]
    /// Targets that moving items serve, with the years that they move for sure and at most.
    public let targets: [(id: String, atLeast: Double, atMost: Double)]
    /// The way to the item that is moved furthest, from the one that slips.
    public let chain: [String]
  }

  /// The roadmap as items that wait for each other. A duration is known where a page prints both beginning and end,
  /// a time between two items where the strategy says by when one is needed for the other.
  public var network: ProjectNetwork {
    get throws(ProjectNetwork.Problem) {
      try ProjectNetwork(
        items.map { item in
          ProjectNetwork.Node(
            item.id, end: item.end?.end,
            duration: item.start.flatMap { start in item.end.map { max(0, $0.end - start.beginning) } },
            isDone: item.state == .done, after: item.dependencies.map { ($0.id, $0.isStated) },
            leads: Dictionary(
              item.dependencies.compactMap { own in own.leadYears.map { (own.id, $0) } },
              uniquingKeysWith: max))
        })
    }
  }

  /// What moves when items slip.
  /// - Parameter years: years by the items' ids.
  /// - Throws: `ProjectNetwork.Problem` where items wait for each other.
  public func slip(_ years: [String: Double]) throws(ProjectNetwork.Problem) -> Slip {
    let shifts = try network.shifts(years)
    let found = Dictionary(uniqueKeysWithValues: shifts.map { ($0.id, $0) })
    var targets: [(id: String, atLeast: Double, atMost: Double)] = []
    for item in items {
      guard let shift = found[item.id] else { continue }
      for id in item.targets {
        if let i = targets.firstIndex(where: { $0.id == id }) {
          targets[i].atLeast = max(targets[i].atLeast, shift.atLeast)
          targets[i].atMost = max(targets[i].atMost, shift.atMost)
        } else {
          targets.append((id, shift.atLeast, shift.atMost))
        }
      }
    }
    // The longest way among those that move furthest.
    func way(_ shift: ProjectNetwork.Shift) -> [String] {
      var (chain, now) = ([shift.id], shift)
      while let via = now.via, let before = found[via] {
        chain.append(via)
        now = before
      }
      return chain.reversed()
    }
    let furthest = shifts.max {
      ($0.atLeast, $0.atMost, way($0).count) < ($1.atLeast, $1.atMost, way($1).count)
    }
    return Slip(shifts: shifts, targets: targets, chain: furthest.map(way) ?? [])
  }
}
