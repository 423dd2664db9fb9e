/// The most output that scarce minerals allow when a part of it can change its chemistry: a linear programme.
///
/// Output by chemistry is to be largest in sum; the minerals in it are bounded, and what chemistries make beyond their
/// shares of the sum is together at most a given part of it.
public struct ChemistrySwitch: Sendable {
  /// A chemistry: its share of normal output, and its content of each mineral in kg/kWh.
  public struct Chemistry: Sendable {
    /// Its name.
    public let name: String
    /// Its share of normal output.
    public let share: Double
    /// kg/kWh by mineral.
    public let contents: [Double]

    /// A chemistry.
    public init(_ name: String, share: Double, contents: [Double]) {
      self.name = name
      self.share = share
      self.contents = contents
    }
  }

  /// The best output.
  public struct Best: Sendable {
    /// Output in GWh.
    public let output: Double
    /// The part of it that each chemistry has.
    public let shares: [Double]
  }

  /// The chemistries that lines can make; their shares add up to 1.
  public let chemistries: [Chemistry]
  /// Normal output in GWh: no more can be made.
  public let output: Double
  /// kt of each mineral for good output; nil where it is not scarce.
  public let available: [Double?]
  /// The part of output that can change its chemistry.
  public let switchable: Double

  /// A question.
  public init(_ chemistries: [Chemistry], output: Double, available: [Double?], switchable: Double) {
    self.chemistries = chemistries
    self.output = output
    self.available = available
    self.switchable = switchable
  }

  /// Solves the programme.
  /// - Throws: `LinearProgrammeProblem` where the solver fails; no output at all is always possible.
  public func best() throws(LinearProgrammeProblem) -> Best {
    var programme = LinearProgramme(.maximise)
    let made = chemistries.map { programme.variable("made as \($0.name)", cost: 1) }
    let beyond = chemistries.map { programme.variable("beyond its share, \($0.name)") }
    for (m, amount) in available.enumerated() {
      guard let amount else { continue }
      programme.constraint("mineral \(m)", upper: amount, zip(chemistries, made).map { ($0.contents[m], $1) })
    }
    programme.constraint("lines", upper: output, made.map { (1, $0) })
    for (j, chemistry) in chemistries.enumerated() {
      // What j makes less its share of the sum is not above what it makes beyond.
      let terms = made.enumerated().map { k, variable in ((k == j ? 1 : 0) - chemistry.share, variable) }
      programme.constraint("move of \(chemistry.name)", upper: 0, terms + [(-1, beyond[j])])
    }
    programme.constraint("moves", upper: 0, beyond.map { (1, $0) } + made.map { (-switchable, $0) })
    let solution = try programme.solve()
    let total = made.reduce(0) { $0 + solution[$1] }
    return Best(output: total, shares: made.map { total > 0 ? solution[$0] / total : 0 })
  }
}
