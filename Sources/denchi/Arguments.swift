/// The command line as it was typed, made plain for the parser: an option whose value may be left out gets its
/// value, one that takes several gets one at a time, so that a value may begin with a hyphen.
enum Arguments {
  /// The share of the total down to which `--tree` goes where none is given.
  static let treeShare = 0.05

  /// - Throws: `Failure.usage` if `--tree` has a value that is no share.
  static func plain(_ arguments: [String]) throws -> [String] {
    guard arguments.first == "footprint" else { return arguments }
    var plain: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        plain.append(argument)
        return plain + rest
      }
      let (name, value) = split(argument)
      switch name {
      case "--tree":
        let given = value ?? (rest.first.flatMap(Double.init) == nil ? nil : rest.popFirst())
        let share = given.map(Double.init) ?? treeShare
        guard let share, share > 0, share < 1 else {
          throw Failure.usage("--tree takes a share between 0 and 1, such as 0.05.")
        }
        plain += [name, share.description]
      case "--compare":
        var products = [value ?? rest.popFirst()].compactMap(\.self)
        while let next = rest.first, !next.hasPrefix("--"), next != "-h" {
          products.append(next)
          rest.removeFirst()
        }
        plain += products.isEmpty ? [name] : products.flatMap { [name, $0] }
      case _ where value == nil && valued.contains(name):
        plain.append(argument)
        if let next = rest.popFirst() { plain.append(next) }
      default: plain.append(argument)
      }
    }
    return plain
  }

  /// Options of `footprint` whose next argument is a value, whatever it looks like.
  private static let valued: Set = [
    "--product", "--amount", "--indicator", "--contributions", "--samples", "--seed", "--threads",
  ]

  private static func split(_ argument: String) -> (name: String, value: String?) {
    guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
    return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
  }
}
