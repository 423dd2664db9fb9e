import Crypto
import CryptoExtras
import Foundation
import NIOPosix

/// Hashes of passwords by scrypt (RFC 7914), which needs memory as well as time: N = 2^15, r = 8, p = 1 (32 MB).
///
/// They are made on threads of their own, two at a time, so that many sign-ins at once neither stop other
/// requests nor fill the memory.
enum PasswordHash {
  private static let rounds = 1 << 15
  private static let threads: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 2)
    pool.start()
    return pool
  }()

  /// A salt of 16 bytes and a hash of 32.
  static func make(_ password: String) async throws -> [UInt8] {
    try await threads.runIfActive {
      let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
      return salt + (try PasswordHash.hash(password, salt))
    }
  }

  /// Takes the same time whether or not it matches.
  static func verify(_ password: String, _ stored: [UInt8]) async -> Bool {
    guard stored.count == 48 else { return false }
    let salt = Array(stored.prefix(16))
    let hash: [UInt8]? = try? await threads.runIfActive { try PasswordHash.hash(password, salt) }
    return hash.map { isEqual($0, stored.dropFirst(16)) } ?? false
  }

  /// Compares in a time that does not depend on where the first difference is.
  static func isEqual(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
    a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
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
