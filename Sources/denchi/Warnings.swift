import Inventory

extension LoadedChain {
  /// Tells on standard error what a result shown does not tell: that the chain has warnings, and which of its
  /// indicators is 0 because nothing feeds it.
  /// - Throws: `Failure.data` if the chain has no indicators.
  func warn(of shown: [Indicator]) throws {
    guard !indicators.isEmpty else {
      throw Failure.data(["\(ChainFile.indicators.fileName): \(Self.noIndicators)"])
    }
    var sentences = unfed(shown).map { "nothing feeds indicator '\($0.id)': its 0 says nothing." }
    if chain.warningCount > 0 {
      sentences.append("\(NumberText.count(chain.warningCount, "warning")): see `denchi check \(folder)`")
    }
    for sentence in sentences {
      for line in ReportText.wrapped(DisplayWidth.plain(sentence), to: Terminal.messages.columns) {
        try Terminal.messages.write(Terminal.messages.styled(line, .yellow) + "\n")
      }
    }
  }

  static let noIndicators = "the chain has no indicators: at least one is expected, so that there is a result"

  /// Indicators all of whose flows are absent.
  private func unfed(_ shown: [Indicator]) -> [Indicator] {
    var occurs = [Bool](repeating: false, count: chain.flowCount)
    for flow in chain.flows.flow { occurs[Int(flow)] = true }
    var isFed = [Bool](repeating: false, count: indicators.count)
    for row in chain.factors.factor.indices
    where occurs[Int(chain.factors.flow[row])] && chain.factors.factor[row] != 0 {
      isFed[Int(chain.factors.indicator[row])] = true
    }
    return shown.filter { !isFed[$0.index] }
  }
}
