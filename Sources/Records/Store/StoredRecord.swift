/// A record as it is stored: its canonical text and its leaf hash.
public struct StoredRecord: Sendable, Hashable {
  /// 1 for the first record.
  public let sequence: Int64
  /// The canonical JSON, `Record.text`.
  public let text: [UInt8]
  /// `Digest.leaf` of the text.
  public let hash: Digest

  /// A record as it was read or is to be stored; nothing is checked.
  public init(sequence: Int64, text: [UInt8], hash: Digest) {
    self.sequence = sequence
    self.text = text
    self.hash = hash
  }
}
