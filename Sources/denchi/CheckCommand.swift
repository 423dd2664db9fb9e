import ArgumentParser
import Inventory
import SupplyGraph

/// `denchi check`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks a chain folder and reports every problem at once.",
    discussion: """
      Each problem and warning is a line of standard output: file:line: what is \
      wrong and what was expected. A chain whose loops use up all they make is a \
      problem too. The exit status is 65 if there is a problem, 66 if a file is not \
      there; warnings do not change it.
      """)

  @Argument(help: "The folder of the chain.")
  var chain: String

  @Flag(help: "Prints JSON: problems, warnings, and the number of activities and exchanges.")
  var json = false

  func run() throws {
    let result = Result(folder: chain)
    try Terminal.output.write(json ? result.json.encoded() + "\n" : result.text(chain, for: .output))
    guard result.status == 0 else { throw ExitCode(result.status) }
  }

  private struct Result {
    var problems: [ChainProblem] = []
    var problemCount = 0
    var warnings: [ChainProblem] = []
    var warningCount = 0
    var activities = 0
    var exchanges = 0
    var flows: Int?
    var indicators: Int?
    var status: Int32 = 0

    init(folder: String) {
      do {
        let chain = try Chain.read(folder)
        (warnings, warningCount) = (chain.warnings, chain.warningCount)
        (activities, exchanges) = (chain.activityCount, chain.exchangeCount)
        (flows, indicators) = (chain.flowRowCount, chain.indicators.count)
        if chain.indicators.isEmpty {
          warnings.append(
            ChainProblem(
              .warning, file: ChainFile.indicators.fileName, line: 0, message: LoadedChain.noIndicators))
          warningCount += 1
        }
        checkLoops(LoadedChain(chain, folder: folder))
      } catch {
        (problems, problemCount) = (error.errors, error.errorCount)
        (warnings, warningCount) = (error.warnings, error.warningCount)
        (activities, exchanges) = (error.activityCount, error.exchangeCount)
        status = error.isFileNotFound ? 66 : 65
      }
    }

    private mutating func checkLoops(_ chain: LoadedChain) {
      do {
        _ = try chain.graph.intensities()
      } catch {
        problems = (error as? SupplyGraphError).map(chain.problems) ?? []
        problemCount = problems.count
        status = 65
      }
    }

    var json: JSON {
      func list(_ problems: [ChainProblem]) -> JSON {
        .array(
          problems.map {
            .object([
              ("file", .string($0.file)), ("line", .integer($0.line)), ("message", .string($0.message)),
            ])
          })
      }
      return .object(
        leavingOut: [
          ("problems", list(problems)), ("warnings", list(warnings)),
          ("problemCount", .integer(problemCount)),
          ("warningCount", .integer(warningCount)), ("activities", .integer(activities)),
          ("exchanges", .integer(exchanges)), ("flows", flows.map(JSON.integer)),
          ("indicators", indicators.map(JSON.integer)),
        ])
    }

    func text(_ folder: String, for terminal: Terminal) -> String {
      var text = ""
      for problem in problems {
        text += terminal.styled(DisplayWidth.plain(problem.description), .red) + "\n"
      }
      if problemCount > problems.count {
        text += "and \(NumberText.count(problemCount - problems.count, "more problem"))\n"
      }
      for warning in warnings {
        let place = warning.line > 0 ? "\(warning.file):\(warning.line)" : warning.file
        text += terminal.styled(DisplayWidth.plain("\(place): warning: \(warning.message)"), .yellow) + "\n"
      }
      if warningCount > warnings.count {
        text += "and \(NumberText.count(warningCount - warnings.count, "more warning"))\n"
      }
      guard status != 66 else { return text }
      var counts = [
        NumberText.count(activities, "activity", plural: "activities"),
        NumberText.count(exchanges, "exchange"),
      ]
      if let flows { counts.append(NumberText.count(flows, "flow")) }
      if let indicators { counts.append(NumberText.count(indicators, "indicator")) }
      let verdict = problemCount == 0 ? "no problem" : NumberText.count(problemCount, "problem")
      text += "\(DisplayWidth.plain(folder)): \(counts.joined(separator: ", ")): "
      text += terminal.styled(verdict, problemCount == 0 ? .green : .red)
      return text + (warningCount == 0 ? ".\n" : ", \(NumberText.count(warningCount, "warning")).\n")
    }
  }
}
