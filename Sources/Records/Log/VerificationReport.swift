/// What a verification looked at and what it found wrong.
public struct VerificationReport: Sendable {
  /// How many records were read.
  public internal(set) var records: Int64 = 0
  /// The root of the Merkle tree over them.
  public internal(set) var root = MerkleFrontier().root
  /// How many checkpoints were checked.
  public internal(set) var checkpoints = 0
  /// How many derived documents were compared.
  public internal(set) var documents = 0
  /// How many attachments were hashed.
  public internal(set) var attachments = 0
  /// The key that checkpoints were checked with; nil where there are none.
  public internal(set) var key: VerifierKey?
  /// The first 100 problems, a sentence each.
  public private(set) var problems: [String] = []
  /// How many problems there are.
  public private(set) var problemCount = 0

  /// Whether nothing is wrong.
  public var isSound: Bool { problemCount == 0 }

  mutating func add(_ problem: String) {
    problemCount += 1
    if problems.count < 100 { problems.append(problem) }
  }
}
