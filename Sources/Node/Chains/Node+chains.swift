import Exchange
import Inventory
import Records
import Values

extension Node {
  /// Keeps a chain, or a new version of one: every part computed from it is declared anew.
  /// - Parameter files: contents by file name.
  /// - Throws: `ChainProblems` with everything that is wrong with the files.
  public func storeChain(
    name: String, files: [String: [UInt8]], replacing chainID: Identifier? = nil, by caller: Caller
  ) async throws -> StoredChain {
    let chain = try ChainFiles.chain(files)
    if let chainID, world.chains.chains[chainID]?.operatorID != caller.operatorID {
      throw Refusal.notFound("chain")
    }
    let attachment = try ledger.store.putAttachment(ChainFiles.pack(files))
    let stored = StoredChain(
      chainID: chainID ?? Identifier(), operatorID: caller.operatorID, name: name,
      attachment: attachment.description, stored: .now)
    let parts = world.chains.bindings.values.filter { $0.chainID == stored.chainID }
    let results = try parts.map { binding in
      (binding, try ChainResult(chain, product: binding.product, supplied: binding.supplied))
    }
    return try await ledger.commit(actor: caller.actor) { transaction in
      try transaction.record("chain.put", JSONValue(encoding: stored))
      for (binding, result) in results { try transaction.declare(binding, result, stored) }
      return stored
    }
  }

  /// The chain of a company.
  /// - Throws: `Refusal.notFound` if it is not the company's.
  public func chain(_ chainID: Identifier, of company: Identifier) throws -> (
    stored: StoredChain, chain: Chain
  ) {
    guard let stored = world.chains.chains[chainID], stored.operatorID == company,
      let digest = Digest(stored.attachment), let content = try ledger.store.attachment(digest)
    else { throw Refusal.notFound("chain") }
    return (stored, try ChainFiles.chain(try ChainFiles.unpack(content)))
  }

  /// What a chain says of one of its products, before anything is recorded.
  /// - Throws: `Refusal`.
  public func computed(
    chain chainID: Identifier, product: String, supplied: [ChainBinding.Supplied] = [], by caller: Caller
  ) throws -> ChainResult {
    try ChainResult(chain(chainID, of: caller.operatorID).chain, product: product, supplied: supplied)
  }

  /// Declares a part's footprint from a chain, now and whenever the chain is replaced. What partners supply
  /// becomes the part's structure: their figures, and not the chain's, count from then on.
  /// - Throws: `Refusal`.
  public func bind(
    part traceID: Identifier, chain chainID: Identifier, product: String,
    supplied: [ChainBinding.Supplied] = [], by caller: Caller
  ) async throws {
    let (stored, chain) = try chain(chainID, of: caller.operatorID)
    let result = try ChainResult(chain, product: product, supplied: supplied)
    let binding = ChainBinding(traceID: traceID, chainID: chainID, product: product, supplied: supplied)
    try await ledger.commit(actor: caller.actor) { transaction in
      guard transaction.space.parts[traceID]?.operatorID == caller.operatorID else {
        throw Refusal.notFound("traceId")
      }
      try transaction.record("chain.bound", JSONValue(encoding: binding))
      try transaction.declare(binding, result, stored)
    }
  }
}

extension Transaction where State == World {
  /// Declares a part's own footprint, and its structure where the chain gives one.
  fileprivate mutating func declare(
    _ binding: ChainBinding, _ result: ChainResult, _ chain: StoredChain
  ) throws {
    if !result.supplied.isEmpty {
      guard let parent = space.parts[binding.traceID] else { throw Refusal.notFound("traceId") }
      var draft = PartDraft(parent)
      draft.amountRequired = nil
      let children = try result.supplied.map { component, amount in
        guard let part = space.parts[component] else { throw Refusal.notFound("component") }
        var child = PartDraft(part)
        child.amountRequired = amount
        return child
      }
      _ = try putStructure(by: chain.operatorID, parent: draft, children: children)
    }
    _ = try declareFootprint(
      by: chain.operatorID,
      FootprintDraft(
        cfpID: space.declarations[binding.traceID]?.cfpID, traceID: binding.traceID, unit: result.unit,
        production: Stages(pre: result.production.pre, main: result.production.main),
        source: .chain(attachment: chain.attachment, product: binding.product)))
  }
}
