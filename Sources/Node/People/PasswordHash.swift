import Crypto
import CryptoExtras
import Foundation

/// Hashes of passwords by scrypt (RFC 7914), which needs memory as well as time: N = 2^15, r = 8, p = 1 (32 MB).
enum PasswordHash {
  private static let rounds = 1 << 15

  /// A salt of 16 bytes and a hash of 32.
  static func make(_ password: String) throws -> [UInt8] {
    let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
    return salt + (try hash(password, salt))
  }

  /// Takes the same time whether or not it matches.
  static func verify(_ password: String, _ stored: [UInt8]) -> Bool {
    guard stored.count == 48, let hash = try? hash(password, Array(stored.prefix(16))) else { return false }
    return zip(hash, stored.dropFirst(16)).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// What an unknown account's password is compared with, so that it takes as long.
  static let dummy = [UInt8](repeating: 0, count: 48)

  private static func hash(_ password: String, _ salt: [UInt8]) throws -> [UInt8] {
    try KDF.Scrypt.deriveKey(
      from: Data(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: 32,
      rounds: rounds, blockSize: 8, parallelism: 1, maxMemory: 64 << 20
    ).withUnsafeBytes { Array($0) }
  }
}
