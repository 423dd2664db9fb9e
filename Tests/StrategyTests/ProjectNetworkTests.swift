import Testing

import Strategy

/// What slips when one item slips, on graphs small enough for the back of an envelope.
@Suite struct ProjectNetworkTests {
  typealias Node = ProjectNetwork.Node

  private func shift(_ network: ProjectNetwork, _ slips: [String: Double], _ id: String) -> ProjectNetwork
    .Shift?
  {
    network.shifts(slips).first { $0.id == id }
  }

  @Test func slackBetweenDatesTakesUpTheSlip() throws {
    // a ends 2026, b takes 2 years and ends 2030: one year of slack of 2 of them (2030 - 2026 - 2 = 2).
    let network = try ProjectNetwork([
      Node("a", end: 2026), Node("b", end: 2030, duration: 2, after: [("a", true)]),
    ])
    #expect(network.slack(of: "a")?.years == 2)
    #expect(network.slack(of: "a")?.before == "b")
    #expect(shift(network, ["a": 2], "b") == nil)
    let late = try #require(shift(network, ["a": 3.5], "b"))
    #expect(late.atLeast == 1.5)
    #expect(late.atMost == 1.5)
    #expect(late.notBefore == 2031.5)
    #expect(late.via == "a" && late.isStated)
  }

  @Test func unknownDurationGivesARange() throws {
    // b may take up to the 4 years between the dates, or none.
    let network = try ProjectNetwork([Node("a", end: 2026), Node("b", end: 2030, after: [("a", false)])])
    let late = try #require(shift(network, ["a": 5], "b"))
    #expect(late.atLeast == 1)
    #expect(late.atMost == 5)
    #expect(!late.isStated)
    #expect(shift(network, ["a": 3], "b")?.atLeast == 0)
    #expect(shift(network, ["a": 3], "b")?.atMost == 3)
  }

  @Test func undatedItemsPassTheSlipOn() throws {
    // a (2026) -> b (takes a year, undated) -> c (2030): c cannot end before a + 1.
    let network = try ProjectNetwork([
      Node("a", end: 2026), Node("b", duration: 1, after: [("a", true)]),
      Node("c", end: 2030, after: [("b", false)]),
    ])
    let b = try #require(shift(network, ["a": 5], "b"))
    #expect(b.atLeast == 0 && b.atMost == 5)
    #expect(b.notBefore == 2032)
    let c = try #require(shift(network, ["a": 5], "c"))
    #expect(c.atLeast == 2 && c.atMost == 5)
    #expect(c.via == "b" && !c.isStated)
    #expect(network.slack(of: "a")?.years == 3)
    #expect(network.slack(of: "b") == nil)
  }

  @Test func theLaterOfTwoWaysCounts() throws {
    let network = try ProjectNetwork([
      Node("a", end: 2026), Node("b", end: 2028),
      Node("c", end: 2030, duration: 2, after: [("a", true), ("b", false)]),
    ])
    #expect(network.chain(to: "c") == ["b", "c"])
    #expect(shift(network, ["a": 1], "c") == nil)
    #expect(shift(network, ["b": 1], "c")?.atLeast == 1)
    // 2026 + 3 + 2 = 2031, one year late; 2028 + 2 + 2 = 2032, two years late.
    let both = try #require(shift(network, ["a": 3, "b": 2], "c"))
    #expect(both.atLeast == 2 && both.via == "b")
  }

  @Test func datesThatDoNotFitAreNotBlamedOnTheSlip() throws {
    // b is printed a year before it can end.
    let network = try ProjectNetwork([
      Node("a", end: 2029), Node("b", end: 2030, duration: 2, after: [("a", true)]),
    ])
    #expect(network.slack(of: "a")?.years == -1)
    #expect(shift(network, ["a": 1], "b")?.atLeast == 1)
  }

  @Test func aStatedTimeBetweenTwoItemsTakesTheSlackAway() throws {
    // b takes a year, but needs a three years before: 2027 for 2030.
    let network = try ProjectNetwork([
      Node("a", end: 2028), Node("c", end: 2028),
      Node("b", end: 2031, duration: 1, after: [("a", true), ("c", true)], leads: ["a": 3]),
    ])
    #expect(network.slack(of: "a")?.years == 0)
    #expect(network.slack(of: "c")?.years == 2)
    #expect(shift(network, ["a": 1], "b")?.atLeast == 1)
    #expect(shift(network, ["c": 1], "b") == nil)
    #expect(network.chain(to: "b") == ["a", "b"])
  }

  @Test func doneItemsStay() throws {
    let network = try ProjectNetwork([
      Node("a", end: 2026), Node("b", end: 2026, isDone: true, after: [("a", true)]),
      Node("c", end: 2027, after: [("b", true)]),
    ])
    #expect(network.shifts(["a": 3]).map(\.id) == ["a"])
    #expect(network.shifts(["b": 3]).isEmpty)
  }

  @Test func circlesAndUnknownItemsAreErrors() throws {
    #expect(throws: ProjectNetwork.Problem.missing(item: "a", waitsFor: "z")) {
      try ProjectNetwork([Node("a", after: [("z", true)])])
    }
    #expect(throws: ProjectNetwork.Problem.twice("a")) { try ProjectNetwork([Node("a"), Node("a")]) }
    do {
      _ = try ProjectNetwork([
        Node("s", after: [("a", true)]), Node("a", after: [("c", true)]), Node("b", after: [("a", true)]),
        Node("c", after: [("b", true)]),
      ])
      Issue.record("a circle was taken")
    } catch .circle(let ids) {
      #expect(ids.first == ids.last && Set(ids) == ["a", "b", "c"] && ids.count == 4)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func theStrategysOwnRoadmap() throws {
    let roadmap = try Scenario.read(nil).model.roadmap
    let network = try roadmap.network
    #expect(network.nodes.count == roadmap.items.count)
    // Nothing moves without a slip, and no item moves for sure by more than at most.
    #expect(network.shifts([:]).isEmpty)
    for item in roadmap.items where item.state != .done {
      let slip = try roadmap.slip([item.id: 2])
      #expect(slip.shifts.first?.id == item.id)
      #expect(slip.shifts.allSatisfy { $0.atLeast <= $0.atMost && $0.atMost <= 2 })
      // A longer slip moves nothing less.
      let longer = try roadmap.slip([item.id: 3]).shifts
      for shift in slip.shifts {
        let more = try #require(longer.first { $0.id == shift.id })
        #expect(more.atLeast >= shift.atLeast && more.atMost >= shift.atMost)
      }
    }
    // The strategy: decisions by 2027 for 150 GWh in 2030.
    let slip = try roadmap.slip(["investment_decisions": 1])
    #expect(slip.shifts.contains { $0.id == "capacity_150" && $0.atLeast == 1 && $0.isStated })
    #expect(network.slack(of: "investment_decisions")?.years == 0)
    #expect(slip.targets.contains { $0.id == "target.capacity.domestic" })
  }
}
