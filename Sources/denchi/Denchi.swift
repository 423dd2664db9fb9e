import ArgumentParser

@main
struct Denchi: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Battery value chains, from mine to recycler.")
}
