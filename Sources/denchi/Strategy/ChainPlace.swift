import Foundation

/// Where the examples that come with Denchi may be.
enum ExamplePlace {
  /// The working folder, and those above the program (a build folder lies inside the sources).
  static var roots: [String] {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    var roots = ["."]
    for _ in 0..<3 {
      folder = folder.deletingLastPathComponent()
      roots.append(folder.path)
    }
    return roots
  }
}
