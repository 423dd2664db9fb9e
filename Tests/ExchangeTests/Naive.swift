import Exchange
import Values

/// Who may see what, worked out from the events as sets of facts: independent of how the data space keeps them.
struct Naive {
  /// "`owner` said `released` of `item` of `part` to `reader`".
  struct Said: Hashable {
    var reader: Identifier
    var part: Identifier
    var item: DisclosureItem
  }
  /// "`buyer` asked for `component`, and this is the answer".
  struct Answer: Hashable {
    var buyer: Identifier
    var component: Identifier
    var part: Identifier
  }

  private(set) var owner: [Identifier: Identifier] = [:]
  private(set) var said: [Said: Bool] = [:]
  private(set) var generous: Set<Identifier> = []
  private var asks: [(trade: Trade, isOpen: Bool, part: Identifier?)] = []
  private(set) var madeOf: Set<[Identifier]> = []
  /// Whose certificate each file is in, by part.
  private(set) var certificates: [Identifier: (part: Identifier, files: Set<Identifier>)] = [:]
  private(set) var fileOwner: [Identifier: Identifier] = [:]

  init(_ events: [DataSpaceEvent] = []) {
    for event in events { take(event) }
  }

  mutating func take(_ event: DataSpaceEvent) {
    switch event {
    case .operatorPut(let company):
      if company.answersDisclose {
        generous.insert(company.operatorID)
      } else {
        generous.remove(company.operatorID)
      }
    case .partPut(let part): owner[part.traceID] = part.operatorID
    case .partDeleted(let part):
      owner[part] = nil
      said = said.filter { $0.key.part != part }
      certificates = certificates.filter { $0.value.part != part }
    case .structurePut(let structure):
      madeOf = madeOf.filter { $0[0] != structure.parent }
      for component in structure.components { madeOf.insert([structure.parent, component.traceID]) }
    case .requested(let trade, _):
      asks.removeAll { $0.trade.tradeID == trade.tradeID }
      asks.append((trade, true, trade.upstreamTraceID))
    case .linked(let trade, let part):
      asks = asks.map { $0.trade.tradeID == trade ? ($0.trade, $0.isOpen, part) : $0 }
    case .requestChanged(let request, let state, _):
      asks = asks.map { $0.trade.requestID == request && state != .open ? ($0.trade, false, nil) : $0 }
    case .disclosurePut(let rule):
      for (item, released) in [
        (DisclosureItem.totalCFP, rule.totalCFP), (.totalDQR, rule.totalDQR),
        (.certification, rule.certification),
      ] {
        said[Said(reader: rule.to, part: rule.traceID, item: item)] = released
      }
    case .certificationPut(let certification):
      certificates[certification.certificationID] = (
        certification.traceID, Set(certification.files.map(\.fileID))
      )
    case .certificationDeleted(let id): certificates[id] = nil
    case .filePut(let file): fileOwner[file.fileID] = file.operatorID
    case .fileDeleted(let id): fileOwner[id] = nil
    case .plantPut, .footprintDeclared, .supplied: break
    }
  }

  var answers: Set<Answer> {
    Set(
      asks.filter(\.isOpen).compactMap { ask in
        ask.part.map {
          Answer(
            buyer: ask.trade.downstreamOperatorID, component: ask.trade.downstreamTraceID, part: $0)
        }
      })
  }

  func sees(_ reader: Identifier, _ item: DisclosureItem, of part: Identifier) -> Bool {
    guard let owner = owner[part] else { return false }
    if owner == reader { return true }
    if let said = said[Said(reader: reader, part: part, item: item)] { return said }
    return item != .certification && generous.contains(owner)
      && answers.contains { $0.buyer == reader && $0.part == part }
  }

  func sees(_ reader: Identifier, file: Identifier) -> Bool {
    fileOwner[file] == reader
      || certificates.values.contains {
        $0.files.contains(file) && sees(reader, .certification, of: $0.part)
      }
  }

  /// The parts whose own numbers may have to do with what a reader is shown: all that its own totals and the
  /// totals disclosed to it are made of.
  /// - Parameter item: `totalDQR` for their ratings alone.
  func concerns(_ reader: Identifier, by item: DisclosureItem) -> Set<Identifier> {
    let answers = self.answers
    var reached = Set(
      owner.keys.filter {
        sees(reader, .totalDQR, of: $0) || item == .totalCFP && sees(reader, .totalCFP, of: $0)
      })
    while true {
      var next = reached
      for pair in madeOf where reached.contains(pair[0]) { next.insert(pair[1]) }
      for answer in answers where reached.contains(answer.component) {
        if sees(answer.buyer, .totalCFP, of: answer.part), sees(answer.buyer, item, of: answer.part) {
          next.insert(answer.part)
        }
      }
      if next == reached { return reached }
      reached = next
    }
  }

  /// By reader, the parts whose numbers had to do with what it was shown at any time.
  static func everConcerning(
    _ readers: [Identifier], in events: [DataSpaceEvent], by item: DisclosureItem
  ) -> [Identifier: Set<Identifier>] {
    var naive = Naive()
    var ever: [Identifier: Set<Identifier>] = [:]
    for event in events {
      naive.take(event)
      for reader in readers { ever[reader, default: []].formUnion(naive.concerns(reader, by: item)) }
    }
    return ever
  }
}
