import ArgumentParser
import Strategy

/// `denchi strategy sample`
struct SampleCommand: ParsableCommand {
  enum Design: String, ExpressibleByArgument, CaseIterable {
    case saltelli, lhs, sobol, random
  }

  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draws points from distributions of inputs, for a model of one's own.",
    discussion: """
      INPUTS is a CSV file with the columns name and distribution, and unit where wanted. Points are \
      written as CSV, a column an input.

      DISTRIBUTIONS
        uniform:min=1,max=2              triangular:min=1,mode=2,max=4
        normal:mean=1,sd=0.1             lognormal:median=1,sigma=0.3
        discrete:values=1/2,probabilities=0.3/0.7
      A normal or lognormal one may have min and max too. Parameters may also stand in columns.

      DESIGNS
        saltelli   for `denchi strategy indices`: count × (inputs + 2) rows, the order of SALib
        lhs        Latin hypercube        sobol   scrambled Sobol sequence        random

      EXAMPLE
        denchi strategy sample --inputs Examples/uncertainty/inputs.csv --count 512 --design saltelli
      """)

  @Option(help: ArgumentHelp("The CSV file with the uncertain inputs.", valueName: "file"))
  var inputs: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Points; base points with saltelli, best a power of 2.", valueName: "n"))
  var count: Int

  @Option(help: ArgumentHelp("The design.", valueName: "saltelli|lhs|sobol|random"))
  var design: Design

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed; the same seed gives the same points.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("With saltelli, whether rows for second-order indices are added.", valueName: "yes|no")
  )
  var secondOrder: YesNo = .no

  func validate() throws {
    guard (1...10_000_000).contains(count) else {
      throw ValidationError("--count must be from 1 to 10,000,000.")
    }
    guard secondOrder == .no || design == .saltelli else {
      throw ValidationError("--second-order goes with --design saltelli only.")
    }
  }

  func run() throws {
    let read: UncertainInputs
    do { read = try UncertainInputs(path: inputs) } catch { throw Failure(error) }
    let names = read.inputs.map(\.name)
    let distributions = read.inputs.map(\.distribution)
    var output = BufferedOutput(.output)
    try output.write(CSVText.row(names))
    do {
      switch design {
      case .saltelli:
        let plan = try SaltelliDesign(
          names: names, count: count, seed: seed, hasSecondOrder: secondOrder == .yes)
        let size = plan.rowsPerPoint * names.count
        for point in 0..<count {
          let rows = [Double](unsafeUninitializedCapacity: size) { buffer, filled in
            plan.fill(point: point, distributions: distributions, into: buffer)
            filled = size
          }
          for row in 0..<plan.rowsPerPoint {
            try output.write(
              CSVText.row(rows[row * names.count..<(row + 1) * names.count].map(\.description)))
          }
        }
      case .lhs: try write(LatinHypercube(count: count, names: names, seed: seed), distributions, to: &output)
      case .sobol: try write(SobolSequence(names: names, seed: seed), distributions, to: &output)
      case .random: try write(RandomDesign(names: names, seed: seed), distributions, to: &output)
      }
    } catch let problem as UncertaintyProblem {
      throw Failure.data(["\(inputs): \(problem.message)"])
    }
    try output.flush()
  }

  private func write(
    _ plan: some SamplingDesign, _ distributions: [Distribution], to output: inout BufferedOutput
  ) throws {
    for i in 0..<count {
      let point = zip(plan.point(i), distributions).map { $1.quantile($0).description }
      try output.write(CSVText.row(point))
    }
  }
}

/// Yes or no as the value of an option.
enum YesNo: String, ExpressibleByArgument, CaseIterable {
  case yes, no
}
