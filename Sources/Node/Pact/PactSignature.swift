import Crypto
import Exchange
import Foundation
import Values

/// Signatures that a partner may put on footprints and events: PACT itself has none.
///
/// A detached JWS (RFC 7515, appendix F) over the canonical JSON (RFC 8785) of the document without the
/// signature: in an event the extension attribute `signature`, in a footprint an extension whose data have a
/// member `signature`. ES256 and EdDSA, with a key that the partner has given beforehand.
package enum PactSignature {
  /// How a document was signed and carried: a sentence, and whether its signature is wrong.
  /// - Parameters:
  ///   - keys: the partner's public keys, PEM.
  ///   - carried: e.g. `received over TLS from example.com, certificate checked`.
  package static func assurance(of document: JSONValue, keys: [String], carried: String) -> (
    text: String, isWrong: Bool
  ) {
    guard let (signature, payload) = split(document) else { return ("unsigned, \(carried)", false) }
    guard !keys.isEmpty else {
      return ("signed, but not checked: no key of the partner is known; \(carried)", false)
    }
    if keys.contains(where: { verify(signature, payload, key: $0) }) {
      return ("signature checked with the partner's key, \(carried)", false)
    }
    return ("the signature is WRONG, \(carried)", true)
  }

  /// The signature, and what it is of.
  private static func split(_ document: JSONValue) -> (signature: String, payload: [UInt8])? {
    guard var members = document.object else { return nil }
    if let signature = members["signature"]?.string {
      members["signature"] = nil
      return (signature, JSONValue.object(members).canonical)
    }
    guard var extensions = members["extensions"]?.array,
      let index = extensions.firstIndex(where: { $0["data"]?["signature"]?.string != nil }),
      let signature = extensions[index]["data"]?["signature"]?.string
    else { return nil }
    extensions.remove(at: index)
    members["extensions"] = extensions.isEmpty ? nil : .array(extensions)
    return (signature, JSONValue.object(members).canonical)
  }

  /// Whether `header..signature` is a valid signature of a payload.
  static func verify(_ jws: String, _ payload: [UInt8], key: String) -> Bool {
    let parts = jws.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].isEmpty, let header = base64URL(parts[0]),
      let signature = base64URL(parts[2]),
      let algorithm = (try? JSONValue(parsing: header))?["alg"]?.string
    else { return false }
    let input = Data("\(parts[0]).\(Data(payload).base64URLText)".utf8)
    switch algorithm {
    case "ES256":
      guard let key = try? P256.Signing.PublicKey(pemRepresentation: key),
        let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
      else { return false }
      return key.isValidSignature(signature, for: input)
    case "EdDSA":
      guard let key = ed25519(pem: key) else { return false }
      return key.isValidSignature(signature, for: input)
    default: return false
    }
  }

  /// An Ed25519 key of a PEM file: the last 32 bytes of its 44 (RFC 8410).
  private static func ed25519(pem: String) -> Curve25519.Signing.PublicKey? {
    let body = pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
    guard let data = Data(base64Encoded: body), data.count == 44 else { return nil }
    return try? Curve25519.Signing.PublicKey(rawRepresentation: data.suffix(32))
  }

  private static func base64URL(_ text: Substring) -> Data? {
    let plain = text.replacing("-", with: "+").replacing("_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
  }
}

extension Data {
  fileprivate var base64URLText: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
