extension BuildOutProgramme {
  /// What runs is what ran the year before, and what starts, less what has reached its life.
  mutating func defineCapacity() {
    for (o, option) in buildOut.options.enumerated() {
      for (t, year) in years.enumerated() {
        guard let running = capacity[o][t] else { continue }
        let row = programme.constraint("capacity \(option.name) \(year)", lower: 0, upper: 0)
        programme.add(1, running, to: row)
        if t > 0, let before = capacity[o][t - 1] { programme.add(-1, before, to: row) }
        if t >= option.leadTime, let start = additions[o][t - option.leadTime] {
          programme.add(-1, start, to: row)
        }
        let end = t - option.leadTime - option.life
        if end >= 0, let end = additions[o][end] { programme.add(1, end, to: row) }
      }
    }
  }

  mutating func limitOutput() {
    for (o, option) in buildOut.options.enumerated() {
      for (t, year) in years.enumerated() {
        guard let running = capacity[o][t], let making = made[o][t] else { continue }
        let row = programme.constraint("output \(option.name) \(year)", upper: 0)
        programme.add(1, making, to: row)
        let good = buildOut.utilisation[t] * buildOut.yield[t]
        programme.add(-good, running, to: row)
        for (age, share) in option.rampUp.enumerated()
        where t - option.leadTime - age >= 0 && age < option.life {
          guard let adding = additions[o][t - option.leadTime - age] else { continue }
          programme.add(good * (1 - share), adding, to: row)
        }
      }
    }
  }

  mutating func meetDemand() {
    for t in years.indices {
      let row = limit(.demand, "", t, buildOut.demand[t])
      programme.add(1, imports[t], to: row)
      for making in madeByExisting { programme.add(1, making[t], to: row) }
      for making in made { if let making = making[t] { programme.add(1, making, to: row) } }
    }
  }

  mutating func limitAdditions() {
    for t in years.indices where buildOut.buildRate[t].isFinite {
      let row = limit(.buildRate, "", t, buildOut.buildRate[t])
      for adding in additions { if let adding = adding[t] { programme.add(1, adding, to: row) } }
    }
    for (o, option) in buildOut.options.enumerated() where option.maximumTotal.isFinite {
      let row = limit(.optionTotal, option.name, nil, option.maximumTotal)
      for adding in additions[o] { if let adding { programme.add(1, adding, to: row) } }
    }
  }

  mutating func limitResources() {
    for (mineral, available) in buildOut.minerals.sorted(by: { $0.key < $1.key }) {
      for t in years.indices where available[t].isFinite {
        let row = limit(.mineral, mineral, t, available[t])
        addMineral(mineral, t, weight: 1, to: row)
      }
    }
    for t in years.indices where buildOut.people[t].isFinite {
      let there = buildOut.existing.reduce(0) { $0 + $1.people * $1.nameplate[t] }
      let row = limit(.people, "", t, buildOut.people[t], constant: there)
      for (o, option) in buildOut.options.enumerated() {
        if let running = capacity[o][t] { programme.add(option.people, running, to: row) }
      }
    }
    for t in years.indices where buildOut.money[t].isFinite {
      let row = limit(.money, "", t, buildOut.money[t])
      for (o, option) in buildOut.options.enumerated() {
        if let adding = additions[o][t] { programme.add(option.capital[t], adding, to: row) }
      }
    }
    for t in years.indices where buildOut.publicMoney[t].isFinite {
      let row = limit(.publicMoney, "", t, buildOut.publicMoney[t])
      for (o, option) in buildOut.options.enumerated() {
        if let adding = additions[o][t] { programme.add(option.publicCapital[t], adding, to: row) }
        if let making = made[o][t] { programme.add(option.publicOperating[t], making, to: row) }
      }
    }
  }

  private mutating func addMineral(_ mineral: String, _ t: Int, weight: Double, to row: Constraint) {
    for (e, plant) in buildOut.existing.enumerated() {
      if let use = plant.minerals[mineral] { programme.add(weight * use, madeByExisting[e][t], to: row) }
    }
    for (o, option) in buildOut.options.enumerated() {
      if let use = option.minerals[mineral], let making = made[o][t] {
        programme.add(weight * use, making, to: row)
      }
    }
  }

  mutating func reachTargets() {
    for target in buildOut.targets {
      guard let t = years.firstIndex(of: target.year) else { continue }
      func counts(_ name: String) -> Bool { target.counting.isEmpty || target.counting.contains(name) }
      let plants = buildOut.existing.indices.filter { counts(buildOut.existing[$0].name) }
      let options = buildOut.options.indices.filter { counts(buildOut.options[$0].name) }
      switch target.kind {
      case .nameplate:
        let there = plants.reduce(0) { $0 + buildOut.existing[$1].nameplate[t] }
        let row = limit(.target, target.name, t, target.value, constant: there)
        for o in options { if let running = capacity[o][t] { programme.add(1, running, to: row) } }
      case .homeShare:
        let row = limit(.homeShare, target.name, t, target.value * buildOut.demand[t])
        for e in plants { programme.add(1, madeByExisting[e][t], to: row) }
        for o in options { if let making = made[o][t] { programme.add(1, making, to: row) } }
      }
    }
  }

  mutating func capTotals() {
    if buildOut.emissionsCap.isFinite { addEmissions(to: limit(.emissions, "", nil, buildOut.emissionsCap)) }
    if buildOut.concentrationCap.isFinite {
      addConcentration(to: limit(.concentration, "", nil, buildOut.concentrationCap))
    }
  }

  /// Adds all emissions, t CO2e, to a constraint.
  mutating func addEmissions(to row: Constraint) {
    for t in years.indices {
      programme.add(buildOut.importEmissions[t], imports[t], to: row)
      for (e, plant) in buildOut.existing.enumerated() {
        programme.add(plant.emissions[t], madeByExisting[e][t], to: row)
      }
      for (o, option) in buildOut.options.enumerated() {
        if let making = made[o][t] { programme.add(option.emissions[t], making, to: row) }
      }
    }
  }

  /// Adds the measure of concentration to a constraint.
  mutating func addConcentration(to row: Constraint) {
    for t in years.indices {
      programme.add(buildOut.importConcentration[t], imports[t], to: row)
      for (mineral, weight) in buildOut.concentrationWeights.sorted(by: { $0.key < $1.key }) {
        addMineral(mineral, t, weight: weight[t], to: row)
      }
    }
  }
}
