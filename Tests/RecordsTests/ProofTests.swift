import Foundation
import Records
import Testing
import Values

/// Proofs, against a verifier written from the RFC in Python (`proofs.py`).
@Suite struct ProofTests {
  private func leaves(_ count: Int) -> [Digest] { (0..<count).map { .leaf(Array("leaf \($0)".utf8)) } }

  private func tree(_ leaves: [Digest]) -> MerkleTree {
    MerkleTree { Array(leaves[Int($0.lowerBound)..<Int($0.upperBound)]) }
  }

  @Test func theEmptyTreeHasTheHashOfNothing() {
    #expect(
      MerkleFrontier().root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func everyProofOfSmallTreesHoldsAndNoOtherDoes() throws {
    let leaves = leaves(33)
    let tree = tree(leaves)
    var frontier = MerkleFrontier()
    for size in 1...33 as ClosedRange<Int64> {
      frontier.append(leaves[Int(size) - 1])
      let root = frontier.root
      #expect(try tree.root(size: size) == root)
      #expect(try tree.frontier(size: size) == frontier)
      for index in 0..<size {
        let proof = try tree.inclusionProof(index: index, size: size)
        #expect(proof.root(leaf: leaves[Int(index)]) == root)
        #expect(proof.root(leaf: .zero) != root)
        let moved = InclusionProof(index: (index + 1) % size, size: size, path: proof.path)
        #expect(size == 1 || moved.root(leaf: leaves[Int(index)]) != root)
        let longer = InclusionProof(index: index, size: size, path: proof.path + [.zero])
        #expect(longer.root(leaf: leaves[Int(index)]) == nil)
      }
      for first in 0...size {
        let proof = try tree.consistencyProof(from: first, to: size)
        let firstRoot = try tree.root(size: first)
        #expect(proof.holds(firstRoot: firstRoot, secondRoot: root))
        #expect(first == 0 || !proof.holds(firstRoot: firstRoot, secondRoot: .zero))
        #expect(!proof.holds(firstRoot: .zero, secondRoot: root))
        let longer = ConsistencyProof(first: first, second: size, path: proof.path + [.zero])
        #expect(!longer.holds(firstRoot: firstRoot, secondRoot: root))
      }
    }
    #expect(throws: StoreError.self) { try tree.inclusionProof(index: 5, size: 5) }
    #expect(throws: StoreError.self) { try tree.consistencyProof(from: 6, to: 5) }
  }

  @Test(.enabled(if: Project.hasPython, Project.noPython)) func anIndependentVerifierAgrees() throws {
    let leaves = leaves(1100)
    let tree = tree(leaves)
    func text(_ hashes: [Digest]) -> String { hashes.map(\.description).joined(separator: ",") }
    var lines: [String] = []
    for size in [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 768, 1000, 1024, 1100] as [Int64] {
      lines.append("root \(size) \(try tree.root(size: size))")
      for _ in 0..<20 {
        let index = Int64.random(in: 0..<size)
        lines.append(
          "inclusion \(index) \(size) \(text(try tree.inclusionProof(index: index, size: size).path))")
        let first = Int64.random(in: 1...size)
        lines.append(
          "consistency \(first) \(size) \(text(try tree.consistencyProof(from: first, to: size).path))")
      }
    }
    let outcome = try Subprocess.run(
      Project.python, [Project.script("proofs.py"), "tree"], input: lines.joined(separator: "\n") + "\n")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output == "\(lines.count) hold\n")
  }

  @Test(.enabled(if: Project.hasPython, Project.noPython)) func anOutsiderChecksABundleWithThePublicKeyAlone()
    async throws
  {
    let store = MemoryStore()
    let ledger = try Ledger<Tally>(store: store)
    for index in 0..<5 {
      try await ledger.commit(actor: "a") { try $0.record("x", ["n": .number(Double(index))]) }
    }
    let earlier = try await ledger.checkpoint(origin: "example.com/denchi")
    for _ in 0..<600 { try await ledger.commit(actor: "b") { try $0.record("y", "電池") } }
    let bundle = try await ledger.proof(of: 301, since: earlier.note)
    #expect(try Checkpoint(note: bundle.checkpoint, key: CheckpointKey(of: store).verifier).size == 605)
    let key = try #require(VerifierKey(bundle.verifierKey))
    #expect(key == (try CheckpointKey(of: store).verifier))
    let (record, checkpoint) = try ProofBundle(json: bundle.json).verify(key: key)
    #expect(record.sequence == 301 && record.type == "y" && checkpoint.size == 605)
    let text = String(decoding: bundle.json.canonical, as: UTF8.self)
    let outcome = try Subprocess.run(
      Project.python, [Project.script("proofs.py"), "bundle", key.description], input: text)
    #expect(outcome.output == "record 301 of 605, continues 5\n", "\(outcome.messages)")
    // Neither takes another key, or a bundle with anything changed.
    let other = try #require(CheckpointKey(name: "example.com/denchi")).verifier
    #expect(throws: ProofError.self) { try bundle.verify(key: other) }
    #expect(
      try Subprocess.run(
        Project.python, [Project.script("proofs.py"), "bundle", other.description], input: text
      ).status != 0)
    for (old, new) in [
      ("\\\"type\\\":\\\"y\\\"", "\\\"type\\\":\\\"z\\\""), ("\"leafIndex\":300", "\"leafIndex\":301"),
      ("\"treeSize\":605", "\"treeSize\":604"), ("605\\n", "606\\n"), ("\"treeSize\":5}", "\"treeSize\":4}"),
    ] {
      let changed = text.replacingOccurrences(of: old, with: new)
      #expect(changed != text)
      #expect(throws: ProofError.self, "\(old)") {
        try ProofBundle(json: JSONValue(parsing: changed.utf8)).verify(key: key)
      }
      #expect(
        try Subprocess.run(
          Project.python, [Project.script("proofs.py"), "bundle", key.description], input: changed
        ).status != 0)
    }
  }

  @Test func recordsWithoutACheckpointGetOneAndOthersNone() async throws {
    let store = MemoryStore()
    let ledger = try Ledger<Tally>(store: store)
    try await ledger.commit(actor: "a") { for _ in 0..<3 { try $0.record("x", nil) } }
    #expect(try await ledger.proof(of: 2).inclusion.size == 3)
    try await ledger.commit(actor: "a") { try $0.record("x", nil) }
    #expect(try await ledger.proof(of: 2).inclusion.size == 3)
    #expect(try await ledger.proof(of: 4).inclusion.size == 4)
    #expect(store.checkpoints(after: 0, limit: 9).map(\.size) == [3, 4])
    for sequence in [0, 5, -1] as [Int64] {
      await #expect(throws: ProofError.self) { try await ledger.proof(of: sequence) }
    }
  }

  @Test func namesThatCannotBeKeysAreRefused() async throws {
    for name in ["", "a b", "a+b", "a\nb", "a\u{3000}b"] {
      #expect(CheckpointKey(name: name) == nil)
      let ledger = try Ledger<Tally>(store: MemoryStore())
      await #expect(throws: StoreError.self) { try await ledger.checkpoint(origin: name) }
    }
    for text in ["", "a+b", "a+00000000+AQ==", "PRIVATE+KEY+a+b+c"] { #expect(VerifierKey(text) == nil) }
  }

  /// The keys and notes that the authors of the format give as examples (Go's golang.org/x/mod/sumdb/note).
  @Test func aKeyOfAnotherProgramIsRead() throws {
    let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    let key = try #require(VerifierKey(text))
    #expect(key.name == "PeterNeumann")
    #expect(key.description == text)
    #expect(VerifierKey(text.replacingOccurrences(of: "c74f20a3", with: "c74f20a4")) == nil)
  }
}
