import Foundation
import Inventory
import Testing

/// The figures of the default scenario against the tables they were taken from, cell by cell.
@Suite(.enabled(if: Project.hasShared, "the published tables are not here"))
struct DefaultDataTests {
  @Test func vehiclesAsPublished() throws {
    var published: [String: Double] = [:]
    for name in ["ev_cars_by_country", "ev_other_modes_by_region", "ev_projection_steps"] {
      for row in try Tables.shared("data/\(name)_iea_gevo2025") {
        guard let measure = ["EV sales": "sales", "EV stock": "stock"][row["parameter"] ?? ""],
          let region = Tables.region(row), let mode = Tables.modes[row["mode"] ?? ""]
        else { continue }
        published[Tables.key([region, mode, row["powertrain"], measure, row["year"]])] = row.number("value")
      }
    }
    let ours = try Tables.wide("vehicles", ["region", "mode", "powertrain", "measure"])
    #expect(ours == published)
    #expect(ours.count == 1860)
  }

  @Test func batteryDemandAsPublished() throws {
    var published: [String: Double] = [:]
    for row in try Tables.shared("data/battery_demand_ev_iea_gevo2025") {
      let key = Tables.key([row["region"], Tables.modes[row["mode"] ?? ""], row["year"]])
      let value = try #require(row.number("value"))
      #expect(published[key] ?? value == value, "\(key) is published with two values")
      published[key] = value
    }
    let ours = try Tables.wide("battery_demand", ["region", "mode"])
    #expect(ours == published)
    let world2030 = ours.filter { $0.key.hasPrefix("World|") && $0.key.hasSuffix("|2030") }
    #expect(world2030.values.reduce(0, +) == 3229)
  }

  @Test func sharesAsPublishedAndTheMarketTheyImply() throws {
    let names = ["United States": "USA", "South Korea": "Korea"]
    var published: [String: (sold: Double, share: Double)] = [:]
    for row in try Tables.shared("data/electric_car_sales_owid_gevo2026") {
      let key = Tables.key([names[row["entity"] ?? ""] ?? row["entity"], row["year"]])
      guard let sold = row.number("electric_cars_sold"),
        let share = row.number("share_of_new_cars_percent")
      else { continue }
      published[key] = (sold, share)
    }
    let shares = try Tables.ours("ev_share")
    let market = try Tables.ours("car_market")
    #expect(shares.count == 7 * 16 && market.count == shares.count)
    for (row, all) in zip(shares, market) {
      let key = Tables.key([row["region"], row["year"]])
      let (sold, percent) = try #require(published[key])
      let share = try #require(row.number("share"))
      #expect(abs(share * 100 - percent) < 1e-12)
      #expect(all.number("electric_cars") == sold && all.number("share") == share)
      let total = try #require(all.number("total"))
      #expect(abs(total - sold / share) < 0.51)
      #expect(try #require(all.number("low")) < total && total < (try #require(all.number("high"))))
    }
  }

  @Test func intensitiesAsPublished() throws {
    let names = try Tables.chemistries(origin: "busch")
    var published: [String: Double] = [:]
    for row in try Tables.shared("data/mineral_intensity_batpac_busch2024") {
      let mineral = row["mineral"] == "Aluminum" ? "Aluminium" : row["mineral"]
      published[Tables.key([names[row["chemistry"] ?? ""], mineral])] = row.number("kg_per_kwh")
    }
    var ours: [String: Double] = [:]
    for row in try Tables.ours("intensities") {
      ours[Tables.key([row["chemistry"], row["mineral"]])] = row.number("kg_per_kwh")
    }
    #expect(ours == published)
    #expect(ours.count == 21 * 10)
  }

  @Test func mixesAsPublished() throws {
    let names = try Tables.chemistries(origin: "premise")
    var published: [String: Double] = [:]
    var sums: [String: Double] = [:]
    for (use, prefix) in [("mobile", ""), ("stationary", "stationary-")] {
      for row in try Tables.shared("data/chemistry_mix_\(use)_premise") {
        let chemistry = try #require(names[row["chemistry"] ?? ""])
        let scenario = prefix + (row["scenario"] ?? "")
        published[Tables.key([scenario, use, chemistry, row["year"]]), default: 0] += row.number("value") ?? 0
        sums[Tables.key([scenario, row["year"]]), default: 0] += row.number("value") ?? 0
      }
    }
    let ours = try Tables.ours("mixes")
    #expect(ours.count == published.count)
    for row in ours {
      let key = Tables.key([row["scenario"], row["use"], row["chemistry"], row["year"]])
      #expect(abs(try #require(row.number("share")) - (try #require(published[key]))) < 1e-12)
    }
    // premise rounds MIX to three decimals; nothing is repaired here.
    #expect(sums.values.allSatisfy { abs($0 - 1) < 0.0021 })
    #expect(sums.filter { abs($0.value - 1) > 1e-4 }.keys.allSatisfy { $0.hasPrefix("MIX|") })
  }

  @Test func mineralsAsPublished() throws {
    var published: [String: Double] = [:]
    for row in try Tables.shared("data/usgs_mcs2025_battery_minerals") {
      let mineral = row["commodity"] == "Graphite" ? "Natural graphite" : row["commodity"]
      let country = row["country"]?.hasPrefix("World") == true ? "World" : row["country"]
      for (column, stage, year) in [
        ("production_2023", "mine", "2023"), ("production_2024_estimated", "mine", "2024"),
        ("reserves", "reserves", "2024"),
      ] {
        published[Tables.key([mineral, stage, country, year])] = row.number(column)
      }
    }
    var ours: [String: Double] = [:]
    for row in try Tables.ours("minerals") where row["source"] == "usgs-mcs2025" {
      ours[Tables.key([row["mineral"], row["stage"], row["country"], row["year"]])] = row.number("amount")
    }
    #expect(ours == published)
    // Concentration of mining in 2024, computed elsewhere from the same survey.
    for (mineral, expected) in [
      ("Lithium", 2215.0), ("Nickel", 3706), ("Cobalt", 5867), ("Natural graphite", 6381),
      ("Manganese", 2158),
    ] {
      let rows = ours.filter { $0.key.hasPrefix("\(mineral)|mine|") && $0.key.hasSuffix("|2024") }
      let total = try #require(rows["\(mineral)|mine|World|2024"])
      let named = rows.filter { !$0.key.contains("|World|") && !$0.key.contains("|Other countries|") }
      let index = named.values.reduce(0) { $0 + ($1 / total) * ($1 / total) } * 1e4
      #expect(abs(index - expected) < 0.51, "\(mineral): \(index)")
    }
  }

  @Test func electricityAsPublished() throws {
    let names = ["United States": "USA", "South Korea": "Korea"]
    var published: [String: Double] = [:]
    for row in try Tables.shared("data/electricity_carbon_intensity_ember_owid") {
      published[Tables.key([names[row["entity"] ?? ""] ?? row["entity"], row["year"]])] =
        row.number("gco2e_per_kwh")
    }
    let ours = try Tables.wide("electricity", ["region"]).filter { !$0.key.hasPrefix("European Union|") }
    #expect(ours.count == 5 * 15)
    for (key, value) in ours { #expect(published[key] == value) }
  }

  /// Tables that keep the rows of their origin one to one and in order: the numbers must be the same.
  @Test(arguments: [
    ("prices", "battery_price_bnef_quoted", ["year": "year", "price": "usd_per_kwh"]),
    ("lifetimes", "lifetimes", ["mean": "mean_years", "sd": "sd_years"]),
  ])
  func rowByRow(name: String, origin: String, columns: [String: String]) throws {
    let (ours, published) = (try Tables.ours(name), try Tables.shared("data/\(origin)"))
    #expect(ours.count == published.count)
    for (row, other) in zip(ours, published) {
      for (mine, theirs) in columns { #expect(row.number(mine) == other.number(theirs)) }
    }
  }

  @Test func moneyPeopleAndPointsAsPublished() throws {
    let published = try Tables.shared("data/capex_workforce")
    for (name, kind) in [("money", "capex"), ("people", "workforce")] {
      let (ours, rows) = (try Tables.ours(name), published.filter { $0["kind"] == kind })
      #expect(ours.count == rows.count)
      for (row, other) in zip(ours, rows) {
        #expect(["low", "central", "high"].allSatisfy { row.number($0) == other.number($0) })
      }
    }
    var points: [String: Double] = [:]
    for row in try Tables.shared("data/stationary_and_other_points") {
      points[row["item"] ?? ""] = row.number("value")
    }
    for row in try Tables.ours("stationary") {
      let item = row["item"] ?? ""
      #expect(["", "Japan ", "world "].contains { points[$0 + item] == row.number("value") }, "\(item)")
    }
    var rates: [String: Double] = [:]
    for row in try Tables.shared("data/recovery_rates") {
      for metal in ["lithium", "nickel", "cobalt", "copper", "manganese"] {
        rates[Tables.key([row["scheme"], row["year"], metal.capitalized])] = row.number(metal)
      }
    }
    var ours: [String: Double] = [:]
    for row in try Tables.ours("recovery") {
      ours[Tables.key([row["scheme"], row["year"], row["mineral"]])] = row.number("rate")
    }
    #expect(ours == rates)
  }
}
