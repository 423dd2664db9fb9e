import Inventory

extension ScenarioBuilder {
  /// Takes over the distributions that the group `uncertainty` gives to assumptions by id. An id that ends in `*` means every
  /// assumption that begins so; its distribution is of a factor of the value.
  func readUncertainty(_ group: Group?) {
    guard let group else { return }
    for pair in group.all() {
      guard case .text(let text, _, let place) = pair.value else {
        problem(
          pair.place,
          "'\(pair.key)' is \(pair.value.kind): a distribution such as uniform:min=1,max=2 is expected")
        continue
      }
      let distribution: Distribution
      do {
        distribution = try Distribution.parse(text)
      } catch {
        problem(place, "the distribution of '\(pair.key)': \(error)")
        continue
      }
      if pair.key.hasSuffix("*") {
        let found = assumptions.indices.filter { assumptions[$0].id.hasPrefix(pair.key.dropLast()) }
        if found.isEmpty { problem(pair.place, "no assumption begins with '\(pair.key.dropLast())'") }
        for i in found where assumptions[i].value > 0 {
          assumptions[i] = assumptions[i].with(distribution.scaled(by: assumptions[i].value))
        }
      } else if let parameter = parameter(pair.key) {
        assumptions[parameter.index] = assumptions[parameter.index].with(distribution)
      } else {
        let near = nearestWord(to: pair.key, in: assumptions.map(\.id)).map { "; is '\($0)' meant?" } ?? ""
        problem(pair.place, "there is no assumption '\(pair.key)'\(near)")
      }
    }
  }

  /// Reports values that their own distribution does not hold possible.
  func checkDistributions() {
    for assumption in assumptions {
      guard let distribution = assumption.distribution else { continue }
      if !distribution.range.contains(assumption.value) {
        problem(
          assumption.place,
          "'\(assumption.id)' is \(assumption.value.short) \(assumption.unit), outside its distribution "
            + "(\(distribution.range.lowerBound.short) to \(distribution.range.upperBound.short))")
      }
      // Far tails are kept within the range; more than one draw in a hundred outside is a mistake.
      let (low, high) = (distribution.quantile(0.01), distribution.quantile(0.99))
      guard assumption.range.contains(low), assumption.range.contains(high) else {
        problem(
          assumption.place,
          "the distribution of '\(assumption.id)' goes from \(low.short) to \(high.short) \(assumption.unit) (1 % to 99 %): "
            + "\(assumption.range.lowerBound.short) to \(assumption.range.upperBound.short) is possible; min= and max= cut a tail off"
        )
        continue
      }
    }
  }
}

extension Assumption {
  func with(_ distribution: Distribution) -> Assumption {
    Assumption(
      id: id, value: value, unit: unit, distribution: distribution, source: source, place: place, range: range
    )
  }
}
