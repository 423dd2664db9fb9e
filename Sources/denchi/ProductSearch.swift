import Inventory

extension LoadedChain {
  /// Activities whose id, name, product or location has every word, in the order of the chain.
  func activities(with words: [String]) -> [Int] {
    let words = words.map { $0.lowercased() }
    return (0..<chain.activityCount).filter { activity in
      let text = searched(activity)
      return words.allSatisfy { text.contains($0) }
    }
  }

  /// Ids that were perhaps meant: those spelt alike, those of the name or product given, then those whose texts
  /// have all its words.
  func suggestions(for text: String, limit: Int = 3) -> [String] {
    var found = chain.activitySuggestions(for: text, limit: limit)
    let wanted = text.lowercased()
    guard !wanted.isEmpty, found.count < limit else { return found }
    func add(_ activities: [Int]) {
      for activity in activities where found.count < limit && !found.contains(id(activity)) {
        found.append(id(activity))
      }
    }
    add(
      (0..<chain.activityCount).filter {
        name($0).lowercased() == wanted || chain.product(of: $0).lowercased() == wanted
      })
    let words = wanted.split { !($0.isLetter || $0.isNumber) }.map(String.init)
    if found.count < limit, !words.isEmpty { add(activities(with: words)) }
    return found
  }

  private func searched(_ activity: Int) -> String {
    [id(activity), name(activity), chain.product(of: activity), chain.location(of: activity)]
      .joined(separator: "\n").lowercased()
  }
}
