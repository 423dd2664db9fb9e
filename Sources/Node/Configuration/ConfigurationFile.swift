import Foundation
import Inventory
import Yams

/// Reads `denchi.yaml`, and says everything that is wrong with it.
public enum ConfigurationFile {
  /// The names of all keys; one in a group is written `group.key`.
  package static var keys: [String] { ConfigurationKey.all.map(\.name) }

  /// Reads a file.
  /// - Throws: `ConfigurationProblems` where it is not there, or anything in it is wrong.
  public static func read(_ path: String) throws(ConfigurationProblems) -> NodeConfiguration {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ConfigurationProblems(
        problems: [ConfigurationProblem(file: path, line: 0, message: "there is no such file")],
        isFileNotFound: true)
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw ConfigurationProblems(
        problems: [ConfigurationProblem(file: path, line: 0, message: "the file is not UTF-8")],
        isFileNotFound: false)
    }
    return try parse(text, file: path)
  }

  /// Reads the text of a file.
  /// - Parameter file: the name that problems are reported under.
  /// - Throws: `ConfigurationProblems` where anything is wrong.
  public static func parse(_ text: String, file: String) throws(ConfigurationProblems) -> NodeConfiguration {
    var reader = Reader(file: file)
    reader.read(text)
    reader.checkTogether()
    guard reader.problems.isEmpty else {
      throw ConfigurationProblems(
        problems: reader.problems.sorted { $0.line < $1.line }, isFileNotFound: false)
    }
    return reader.configuration
  }

  private struct Reader {
    let file: String
    var configuration = NodeConfiguration()
    var problems: [ConfigurationProblem] = []
    /// The line of each key that was read.
    var lines: [String: Int] = [:]

    init(file: String) { self.file = file }

    mutating func problem(_ line: Int, _ message: String) {
      problems.append(ConfigurationProblem(file: file, line: line, message: message))
    }

    mutating func read(_ text: String) {
      let root: Yams.Node?
      do {
        root = try Yams.compose(yaml: text)
      } catch {
        return problem(ConfigurationFile.line(of: error), ConfigurationFile.message(of: error))
      }
      guard let root, root.null == nil else { return }
      guard case .mapping(let mapping) = root else {
        return problem(root.mark?.line ?? 0, "keys such as 'port: 8080' were expected")
      }
      read(mapping, group: nil)
    }

    private mutating func read(_ mapping: Yams.Node.Mapping, group: String?) {
      for (key, value) in mapping {
        let line = key.mark?.line ?? 0
        let prefix = group.map { $0 + "." } ?? ""
        let name = prefix + (key.string ?? "")
        if let first = lines[name] {
          problem(line, "the key '\(name)' is there twice: it is in line \(first) too")
          continue
        }
        lines[name] = line
        if let known = ConfigurationKey.all.first(where: { $0.name == name }) {
          set(known, value, line)
        } else if group == nil, ConfigurationKey.all.contains(where: { $0.name.hasPrefix(name + ".") }) {
          if case .mapping(let inner) = value {
            read(inner, group: name)
          } else if value.null == nil {
            problem(line, "'\(name)' holds a group of keys: \(names(in: name).joined(separator: ", "))")
          }
        } else {
          unknown(key.string ?? "", group, line)
        }
      }
    }

    private mutating func set(_ key: ConfigurationKey, _ node: Yams.Node, _ line: Int) {
      let value = ConfigurationValue(node)
      guard let expected = key.set(&configuration, value) else { return }
      let shown = key.name == "database" ? "what it holds" : value.shown
      problem(line, "'\(key.name)': \(shown) is not what was expected: \(expected)")
    }

    private mutating func unknown(_ name: String, _ group: String?, _ line: Int) {
      let known = names(in: group)
      let near = nearestWord(to: name, in: known).map { "; is '\($0)' meant?" }
      let place = group.map { "in '\($0)' " } ?? ""
      problem(
        line,
        "there is no key '\(name)' \(place)".trimmingSpaces
          + (near ?? "; the keys are \(known.joined(separator: ", "))"))
    }

    /// The keys of a group, or of the top, groups included.
    private func names(in group: String?) -> [String] {
      var names: [String] = []
      for key in ConfigurationKey.all {
        let parts = key.name.split(separator: ".").map(String.init)
        let name = group == nil ? parts[0] : parts[0] == group && parts.count > 1 ? parts[1] : nil
        if let name, !names.contains(name) { names.append(name) }
      }
      return names
    }

    /// What only holds for keys together; gives the public URL where it is not said.
    mutating func checkTogether() {
      func line(_ name: String) -> Int { lines[name] ?? 0 }
      let hasCertificate = lines["tls.certificate"] != nil
      if hasCertificate != (lines["tls.privateKey"] != nil) {
        problem(
          max(line("tls.certificate"), line("tls.privateKey")),
          "'tls.certificate' and 'tls.privateKey' belong together: one of them is missing")
      }
      if lines["host"] != nil, !hasCertificate, !configuration.insecure, !configuration.isLoopback {
        problem(
          line("host"),
          "plain HTTP is served on loopback addresses only: give 'tls', or 'insecure: true' behind a proxy "
            + "that ends TLS")
      }
      if lines["publicURL"] == nil { configuration.publicURL = configuration.localURL }
    }
  }

  private static func line(of error: any Error) -> Int {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: 0
    }
  }

  private static func message(of error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      "this is not YAML: \(problem)"
    case .duplicatedKeysInMapping(let duplicates, _):
      "the same key twice: \(duplicates.map(String.init(describing:)).sorted().joined(separator: ", "))"
    default: "this is not YAML: \(error)"
    }
  }
}

extension ConfigurationValue {
  fileprivate init(_ node: Yams.Node) {
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      self = .text(scalar.string, isQuoted: isQuoted)
    case .sequence(let sequence):
      let texts = sequence.map { $0.scalar?.string }
      self = texts.contains(nil) ? .other : .list(texts.compactMap { $0 })
    default: self = .other
    }
  }
}
