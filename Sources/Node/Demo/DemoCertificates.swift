import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate authority of a demonstration, and certificates for servers on this machine.
public struct DemoCertificates: Sendable {
  private let key = P256.Signing.PrivateKey()
  private let name: DistinguishedName
  private let authority: Certificate

  /// The authority's certificate, which clients must trust.
  public var authorityPEM: String {
    get throws { try authority.serializeAsPEM().pemString }
  }

  /// Makes an authority for a week.
  public init() throws {
    name = try DistinguishedName { CommonName("Denchi demonstration") }
    let signer = Certificate.PrivateKey(key)
    authority = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
      notValidBefore: Date() - 3600, notValidAfter: Date() + 7 * 86400, issuer: name, subject: name,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        Critical(KeyUsage(keyCertSign: true))
      }, issuerPrivateKey: signer)
  }

  /// A certificate and key for `localhost` and 127.0.0.1, as PEM.
  public func server() throws -> (certificate: String, key: String) {
    let serverKey = P256.Signing.PrivateKey()
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PrivateKey(serverKey).publicKey, notValidBefore: Date() - 3600,
      notValidAfter: Date() + 7 * 86400, issuer: name,
      subject: try DistinguishedName { CommonName("localhost") }, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.serverAuth])
        SubjectAlternativeNames([
          .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
        ])
      }, issuerPrivateKey: Certificate.PrivateKey(key))
    return (try certificate.serializeAsPEM().pemString, serverKey.pemRepresentation)
  }
}
