import Foundation

/// Where the examples that come with Denchi may be.
enum ExamplePlace {
  /// The working folder, and those above the program (a build folder lies inside the sources).
  static var roots: [String] {
    let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent()
    var roots = ["."]
    for _ in 0..<3 {
      folder = folder.deletingLastPathComponent()
      roots.append(folder.path)
    }
    return roots
  }
}
