extension BuildOut {
  /// Why limits and targets cannot all hold.
  public struct Conflict: Sendable {
    /// A limit that is part of the conflict.
    public struct Member: Sendable, Hashable {
      /// The limit.
      public let limit: BuildOutLimit
      /// By how much, in the limit's unit, it alone would have to be loosened; nil where no amount is enough.
      public let leastRelaxation: Double?
    }

    /// An option that would resolve the conflict if it ran sooner.
    public struct Sooner: Sendable, Hashable {
      /// The option.
      public let option: String
      /// Its lead time now, years.
      public let leadTime: Int
      /// The longest lead time, or 0, with which the conflict is gone, all else unchanged.
      public let neededLeadTime: Int
    }

    /// The limits: without any one of them the others can hold.
    public let members: [Member]
    /// The options whose shorter lead time alone would resolve it.
    public let leadTimes: [Sooner]
    /// The options that cannot run by the year of a target in conflict, with the first year in which they can.
    public let tooLate: [String: Int]
  }

  /// Which limits conflict, and what loosening each alone would take. Nil where the build-out is possible.
  ///
  /// - Throws: `BuildOutProblems`, `LinearProgrammeProblem`.
  public func conflict() throws -> Conflict? {
    let programme = try BuildOutProgramme(self, boundsAsConstraints: true)
    guard let conflict = try programme.programme.conflict(among: programme.limits.map(\.constraint)) else {
      return nil
    }
    let limits = Dictionary(uniqueKeysWithValues: programme.limits.map { ($0.constraint, $0.limit) })
    let members = conflict.members.compactMap { member in
      limits[member.constraint].map { Conflict.Member(limit: $0, leastRelaxation: member.leastRelaxation) }
    }
    var sooner: [Conflict.Sooner] = []
    for (o, option) in options.enumerated() where option.leadTime > 0 {
      for lead in stride(from: option.leadTime - 1, through: 0, by: -1) {
        var other = self
        other.options[o].leadTime = lead
        if try BuildOutProgramme(other).programme.isFeasible() {
          sooner.append(Conflict.Sooner(option: option.name, leadTime: option.leadTime, neededLeadTime: lead))
          break
        }
      }
    }
    var late: [String: Int] = [:]
    let years = members.filter { $0.limit.kind == .target || $0.limit.kind == .homeShare }.compactMap(
      \.limit.year)
    if let due = years.max() {
      for option in options {
        let first = (option.earliestYear ?? self.years[0]) + option.leadTime
        if first > due { late[option.name] = first }
      }
    }
    return Conflict(members: members, leadTimes: sooner, tooLate: late)
  }
}
