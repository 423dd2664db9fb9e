import Foundation
import Values

/// A signed statement that a log had a certain number of records with a certain root: a C2SP signed note whose
/// text is a checkpoint (c2sp.org/tlog-checkpoint, c2sp.org/signed-note), with the time as an extension line.
public struct Checkpoint: Sendable, Hashable {
  /// The log's name.
  public let origin: String
  /// How many records the log had.
  public let size: Int64
  /// The root of the Merkle tree over them.
  public let root: Digest
  /// When it was made; nil in a checkpoint of another program, which need not tell.
  public let time: Timestamp?
  /// The note as it was signed and read.
  public let note: String

  /// Signs a checkpoint.
  init(size: Int64, root: Digest, time: Timestamp, key: CheckpointKey) throws {
    let name = key.verifier.name
    let text = "\(name)\n\(size)\n\(Data(root.bytes).base64EncodedString())\ntime \(time)\n"
    let signature = Data(key.verifier.id + (try key.signature(for: text))).base64EncodedString()
    origin = name
    self.size = size
    self.root = root
    self.time = time
    note = "\(text)\n\u{2014} \(name) \(signature)\n"
  }

  /// Reads a note and checks its signature.
  /// - Throws: `ProofError` that says what does not hold.
  public init(note: String, key: VerifierKey) throws {
    guard let end = note.range(of: "\n\n", options: .backwards) else {
      throw ProofError("the checkpoint is no signed note: it has no blank line before its signatures")
    }
    let text = String(note[..<end.lowerBound]) + "\n"
    let signatures = note[end.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    guard signatures.count <= 100, signatures.last == "" else {
      throw ProofError("the checkpoint is no signed note: its signatures do not end with a line feed")
    }
    let ours = signatures.dropLast().compactMap { Checkpoint.signature($0, of: key) }
    guard !ours.isEmpty else {
      throw ProofError("the checkpoint is not signed with the key \(key.name)+\(key.idText)")
    }
    guard ours.allSatisfy({ key.isValid($0, for: text) }) else {
      throw ProofError("the checkpoint's signature is wrong: it was changed, or signed with another key")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast()
    guard lines.count >= 3, !lines.contains(""), lines[0] == key.name, let size = Int64(lines[1]), size >= 0,
      String(size) == lines[1],
      let root = Data(strictBase64: lines[2][...]).flatMap({ Digest(bytes: $0) })
    else { throw ProofError("the checkpoint does not have the lines name, size and root") }
    origin = lines[0]
    self.size = size
    self.root = root
    time = lines.dropFirst(3).first { $0.hasPrefix("time ") }.flatMap { Timestamp(String($0.dropFirst(5))) }
    self.note = note
  }

  /// The signature of a line `— NAME BASE64`, if it is one of this key.
  private static func signature(_ line: Substring, of key: VerifierKey) -> [UInt8]? {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "\u{2014}", parts[1] == key.name,
      let bytes = Data(strictBase64: parts[2]), Array(bytes.prefix(4)) == key.id
    else { return nil }
    return Array(bytes.dropFirst(4))
  }
}

extension Data {
  /// Reads base64 in the one form that is written for these bytes, so that no two texts mean the same.
  init?(strictBase64 text: Substring) {
    guard let data = Data(base64Encoded: String(text)), data.base64EncodedString() == text else { return nil }
    self = data
  }
}

/// What of a proof does not hold.
public struct ProofError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A sentence for whoever checks.
  public let description: String

  init(_ description: String) { self.description = description }
}
