import Foundation

/// `generate FOLDER --count N [options]`: makes up a supply chain of a known shape.
@main
struct Generate {
  static let usage = """
    usage: generate FOLDER --count N [--shape hubs|core] [--seed S] [--radius R] [--waste SHARE]
                    [--lognormal SCALE] [--hub-share SHARE] [--numpy] [--no-csv]

      --radius R        spectral radius of |A| (0.7)
      --waste SHARE     share of exchanges with a negative amount (0)
      --lognormal SCALE standard deviation of the logarithm of every exchange (0.1; 0 for none)
      --numpy           also write the matrices as FOLDER/numpy/*.npy
      --no-csv          write no tables
    """

  static func main() throws {
    guard let options = Options(CommandLine.arguments.dropFirst()) else {
      FileHandle.standardError.write(Data((usage + "\n").utf8))
      exit(64)
    }
    var random = Random(seed: options.seed)
    var chain = Chain.make(options.shape, count: options.count, hubShare: options.hubShare, &random)
    chain.drawAmounts(&random)
    let factor = options.radius / chain.growth(absolute: true)
    for k in chain.amounts.indices { chain.amounts[k] *= factor }
    if options.waste > 0 { chain.negate(share: options.waste, &random) }

    let parts = chain.properties()
    let radius = chain.growth(absolute: true)
    let growth = options.waste > 0 ? chain.growth(absolute: false) : radius

    var number = (0..<Int32(chain.count)).map { $0 }
    for i in stride(from: chain.count - 1, to: 0, by: -1) { number.swapAt(i, random.below(i + 1)) }
    // The last producers in stage order: nobody takes what they make.
    let final = chain.roles.indices.reversed().filter { chain.roles[$0] == .producer }.prefix(2)
    let demands = final.map { Int(number[$0]) }
    chain = chain.renumbered(number)

    let environment = Environment(activities: chain.count, &random)
    let folder = try Folder(
      URL(fileURLWithPath: options.folder), chain: chain, environment: environment,
      lognormal: options.lognormal)
    if options.csv { try folder.writeTables() }
    if options.numpy { try folder.writeArrays() }

    let n = Double(chain.count)
    let description: [String: Any] = [
      "shape": options.shape.rawValue, "seed": options.seed, "activities": chain.count,
      "exchanges": chain.amounts.count, "nonzeros": chain.amounts.count + chain.count,
      "flows": environment.flow.count, "largestComponentShare": Double(parts.largestComponent) / n,
      "loops": parts.loops, "radius": radius,
      "growth": growth, "negativeShare": options.waste,
      "lognormal": options.lognormal, "demands": demands, "demandIds": demands.map(folder.id),
    ]
    let json = try JSONSerialization.data(
      withJSONObject: description, options: [.prettyPrinted, .sortedKeys])
    try json.write(to: folder.url.appendingPathComponent("chain.json"))
    FileHandle.standardOutput.write(json + Data("\n".utf8))
  }
}

/// The command line of `generate`.
struct Options {
  var folder = ""
  var count = 0
  var shape = Shape.hubs
  var seed: UInt64 = 1
  var radius = 0.7
  var waste = 0.0
  var lognormal = 0.1
  var hubShare = 0.01
  var numpy = false
  var csv = true

  /// Nil where the arguments make no sense.
  init?(_ arguments: ArraySlice<String>) {
    var rest = arguments
    while let argument = rest.popFirst() {
      switch argument {
      case "--numpy": numpy = true
      case "--no-csv": csv = false
      case "--count", "--shape", "--seed", "--radius", "--waste", "--lognormal", "--hub-share":
        guard let value = rest.popFirst(), set(argument, to: value) else { return nil }
      default:
        guard folder.isEmpty, !argument.hasPrefix("-") else { return nil }
        folder = argument
      }
    }
    guard !folder.isEmpty, count >= 100, count <= 50_000_000, radius > 0, lognormal >= 0,
      (0...1).contains(waste), hubShare > 0, hubShare < 0.5
    else { return nil }
  }

  private mutating func set(_ option: String, to value: String) -> Bool {
    func assign<T>(_ parsed: T?, _ target: inout T) -> Bool {
      guard let parsed else { return false }
      target = parsed
      return true
    }
    switch option {
    case "--count": return assign(Int(value), &count)
    case "--shape": return assign(Shape(rawValue: value), &shape)
    case "--seed": return assign(UInt64(value), &seed)
    case "--radius": return assign(Double(value), &radius)
    case "--waste": return assign(Double(value), &waste)
    case "--lognormal": return assign(Double(value), &lognormal)
    default: return assign(Double(value), &hubShare)
    }
  }
}
