import Crypto
import Foundation
import Node
import Testing
import Values

@Suite struct PactSignatureTests {
  private let document: JSONValue = ["id": "x", "specVersion": "3.0.0"]

  private func text(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private func signed(_ algorithm: String, _ sign: (Data) throws -> Data) rethrows -> JSONValue {
    let header = text(Data("{\"alg\":\"\(algorithm)\"}".utf8))
    let signature = try sign(Data("\(header).\(text(Data(document.canonical)))".utf8))
    var members = document.object ?? [:]
    members["extensions"] = [
      [
        "specVersion": "2.0.0", "dataSchema": "https://example.com/signature.json",
        "data": ["signature": .string("\(header)..\(text(signature))")],
      ]
    ]
    return .object(members)
  }

  @Test func aSignatureIsCheckedWithThePartnersKey() throws {
    let key = P256.Signing.PrivateKey()
    let document = try signed("ES256") { try key.signature(for: $0).rawRepresentation }
    let pem = key.publicKey.pemRepresentation
    let good = PactSignature.assurance(of: document, keys: [pem], carried: "received")
    #expect(good.text == "signature checked with the partner's key, received" && !good.isWrong)
    let other = P256.Signing.PrivateKey().publicKey.pemRepresentation
    #expect(PactSignature.assurance(of: document, keys: [other], carried: "received").isWrong)
    var changed = document.object ?? [:]
    changed["id"] = "y"
    #expect(PactSignature.assurance(of: .object(changed), keys: [pem], carried: "received").isWrong)
    #expect(
      PactSignature.assurance(of: document, keys: [], carried: "received").text
        == "signed, but not checked: no key of the partner is known; received")
  }

  @Test func edwardsCurvesToo() throws {
    let key = Curve25519.Signing.PrivateKey()
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410).
    let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    let body = Data(prefix + key.publicKey.rawRepresentation).base64EncodedString()
    let pem = "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----\n"
    let document = try signed("EdDSA") { try key.signature(for: $0) }
    #expect(!PactSignature.assurance(of: document, keys: [pem], carried: "received").isWrong)
  }

  @Test func noneIsNoAlgorithm() {
    let document = signed("none") { _ in Data() }
    let pem = P256.Signing.PrivateKey().publicKey.pemRepresentation
    #expect(PactSignature.assurance(of: document, keys: [pem], carried: "received").isWrong)
  }

  @Test func whatIsUnsignedIsSaidToBe() {
    let assurance = PactSignature.assurance(
      of: document, keys: [], carried: "received over TLS from a.example")
    #expect(assurance.text == "unsigned, received over TLS from a.example" && !assurance.isWrong)
  }
}
