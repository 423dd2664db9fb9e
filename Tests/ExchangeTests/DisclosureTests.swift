import Exchange
import Testing
import Values

/// What a company can read is exactly what the rules disclose to it.
@Suite struct DisclosureTests {
  private static func world(_ seed: UInt64) throws -> WorldOfChance {
    var world = try WorldOfChance(seed: seed)
    for _ in 0..<400 { try world.step() }
    return world
  }

  @Test(arguments: 100...105) func rulesReleaseWhatTheFactsSay(seed: UInt64) throws {
    let world = try Self.world(seed)
    let space = world.journal.space
    let naive = Naive(world.journal.events)
    var seen = 0
    for reader in world.companies {
      for part in space.parts.rows.keys {
        for item in DisclosureItem.allCases {
          #expect((space.basis(for: item, of: part, to: reader) != nil) == naive.sees(reader, item, of: part))
        }
        let view = space.view(of: part, for: reader)
        let isKnown = space.totals[part] != nil
        #expect((view?.total != nil) == (isKnown && naive.sees(reader, .totalCFP, of: part)))
        #expect((view?.quality != nil) == (isKnown && naive.sees(reader, .totalDQR, of: part)))
        let certificates = space.certifications(of: part, for: reader).certifications.map(\.certificationID)
        let shown = [part] + naive.answers.filter { $0.buyer == reader && $0.component == part }.map(\.part)
        let expected = shown.filter { naive.sees(reader, .certification, of: $0) }
        #expect(
          Set(certificates) == Set(naive.certificates.filter { expected.contains($0.value.part) }.keys))
        guard space.parts[part]?.operatorID != reader else { continue }
        if view != nil { seen += 1 }
        #expect(space.footprint(of: part, for: reader).rows.isEmpty == (view == nil))
        #expect(
          space.footprint(of: part, for: reader).rows.allSatisfy {
            [.preProductionResponse, .mainProductionResponse].contains($0.kind)
          })
      }
      for file in space.files.rows.keys {
        #expect((space.file(file, for: reader) != nil) == naive.sees(reader, file: file))
      }
    }
    #expect(seen > 0)
  }

  /// Two worlds that differ in one part's numbers: whoever is not concerned by them reads the same, to the byte,
  /// wherever it looks.
  @Test(arguments: 200...202) func numbersThatAreNotDisclosedCannotBeToldApart(seed: UInt64) throws {
    let (unconcerned, concerned) = try Self.compare(seed, by: .totalCFP, counts: true) {
      $0.changingNumbers(of: $1)
    }
    #expect(unconcerned > 3)
    #expect(concerned > 3)
  }

  @Test(arguments: 220...222) func ratingsThatAreNotDisclosedCannotBeToldApart(seed: UInt64) throws {
    let (unconcerned, concerned) = try Self.compare(seed, by: .totalDQR, counts: true) {
      $0.changingRatings(of: $1)
    }
    #expect(unconcerned > 3)
    #expect(concerned > 3)
  }

  /// But for the counts of answered requests, which tell it by design.
  @Test(arguments: 240...242) func whetherThereIsAFootprintCannotBeTold(seed: UInt64) throws {
    let (unconcerned, concerned) = try Self.compare(seed, by: .totalCFP, counts: false) { $0.leavingOut($1) }
    #expect(unconcerned > 3)
    #expect(concerned > 3)
  }

  /// Compares what every company reads in a world and in one that is different for one part.
  /// - Returns: how many comparisons there were of readers that may not notice, and of owners, who must.
  private static func compare(
    _ seed: UInt64, by item: DisclosureItem, counts: Bool,
    _ change: (DataSpaceEvent, Identifier) -> DataSpaceEvent
  ) throws -> (unconcerned: Int, concerned: Int) {
    let world = try world(seed)
    let events = world.journal.events
    let one = MemoryJournal(replaying: events)
    let ever = Naive.everConcerning(world.companies, in: events, by: item)
    let before = world.companies.map { Everything(for: $0, of: one, counts: counts).lines }
    var (unconcerned, concerned) = (0, 0)
    for part in one.space.declarations.rows.keys.sorted().prefix(12) {
      let other = MemoryJournal(replaying: events.map { change($0, part) })
      if other.space == one.space { continue }
      for (reader, lines) in zip(world.companies, before) {
        if ever[reader]?.contains(part) == true {
          guard one.space.parts[part]?.operatorID == reader else { continue }
          concerned += 1
          let now = Everything(for: reader, of: other, counts: counts).lines
          #expect(firstDifference(lines, now) != nil)
        } else {
          unconcerned += 1
          let now = Everything(for: reader, of: other, counts: counts).lines
          #expect(firstDifference(lines, now) == nil)
        }
      }
    }
    return (unconcerned, concerned)
  }
}

/// The first line that is not the same, of either.
private func firstDifference(_ a: [String], _ b: [String]) -> String? {
  for (one, other) in zip(a, b) where one != other { return "\(one)\n\(other)" }
  return a.count == b.count ? nil : "\(a.count) lines, \(b.count) lines"
}

extension DataSpaceEvent {
  /// The same event with other emissions and amounts of one part.
  fileprivate func changingNumbers(of part: Identifier) -> DataSpaceEvent {
    switch self {
    case .footprintDeclared(var declaration) where declaration.traceID == part:
      declaration.production = Stages(
        pre: declaration.production.pre + 1, main: declaration.production.main * 2)
      if declaration.component.pre > 0 { declaration.component.pre += 1 }
      return .footprintDeclared(declaration)
    case .supplied(part, var supply?):
      supply.total.main += 1
      return .supplied(traceID: part, supply)
    case .structurePut(var structure) where structure.parent == part:
      for index in structure.components.indices { structure.components[index].amount += 0.5 }
      return .structurePut(structure)
    default: return self
    }
  }

  /// The same event with other ratings of one part.
  fileprivate func changingRatings(of part: Identifier) -> DataSpaceEvent {
    guard case .footprintDeclared(var declaration) = self, declaration.traceID == part else { return self }
    declaration.quality.pre.technological = (declaration.quality.pre.technological ?? 0) + 1
    declaration.quality.main = DataQuality(technological: 3)
    return .footprintDeclared(declaration)
  }

  /// An event that says nothing in place of a footprint of one part.
  fileprivate func leavingOut(_ part: Identifier) -> DataSpaceEvent {
    switch self {
    case .footprintDeclared(let declaration) where declaration.traceID == part: .fileDeleted(fileID: part)
    case .supplied(part, _): .fileDeleted(fileID: part)
    default: self
    }
  }
}
