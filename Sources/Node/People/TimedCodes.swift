import Crypto
import Foundation

/// Codes that an authenticator shows (TOTP, RFC 6238): SHA-1, six digits, a new one every 30 s.
public enum TimedCodes {
  /// Seconds that a code is shown.
  public static let period: Int64 = 30

  /// A new secret of 20 bytes, as RFC 4226 recommends.
  static func makeSecret() -> [UInt8] {
    SymmetricKey(size: SymmetricKeySize(bitCount: 160)).withUnsafeBytes { Array($0) }
  }

  /// The code of a step.
  package static func code(secret: [UInt8], step: Int64) -> String {
    let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
    let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
    let offset = Int(hash[hash.count - 1] & 0xF)
    let value = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let digits = String(value % 1_000_000)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The step a code belongs to: this one, the one before or the one after, for clocks that differ a little.
  package static func step(of code: String, secret: [UInt8], seconds: Int64) -> Int64? {
    let now = seconds / period
    var found: Int64?
    for step in [now - 1, now, now + 1]
    where PasswordHash.isEqual(Array(code.utf8), Array(self.code(secret: secret, step: step).utf8)) {
      found = step
    }
    return found
  }

  /// What an authenticator takes, e.g. from a QR code.
  package static func uri(secret: [UInt8], account: String, issuer: String) -> String {
    func escaped(_ text: String) -> String {
      text.addingPercentEncoding(
        withAllowedCharacters: .alphanumerics.intersection(.init(charactersIn: "A"..."z"))
          .union(.init(charactersIn: "-._~0123456789"))) ?? ""
    }
    return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(base32(secret))"
      + "&issuer=\(escaped(issuer))&algorithm=SHA1&digits=6&period=\(period)"
  }

  /// RFC 4648, without padding.
  static func base32(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var text = ""
    var bits = 0
    var value = 0
    for byte in bytes {
      value = (value << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 5 {
        text.append(alphabet[value >> (bits - 5) & 31])
        bits -= 5
      }
    }
    if bits > 0 { text.append(alphabet[value << (5 - bits) & 31]) }
    return text
  }
}
