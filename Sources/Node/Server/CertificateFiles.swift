import Foundation
import NIOCore
import NIOSSL
import Synchronization

/// The certificate a node shows, read from files: anew when it is told that they have changed.
public final class CertificateFiles: Sendable {
  private let certificateFile: String
  private let privateKeyFile: String
  private let current: Mutex<NIOSSLContextConfigurationOverride>
  private let first: (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource)

  /// - Throws: what is wrong with the files, as a sentence in `CertificateProblem`.
  public init(certificateFile: String, privateKeyFile: String) throws(CertificateProblem) {
    self.certificateFile = certificateFile
    self.privateKeyFile = privateKeyFile
    first = try CertificateFiles.read(certificateFile, privateKeyFile)
    current = Mutex(CertificateFiles.override(first))
  }

  /// Reads the files again; new connections get what is in them. Where something is wrong with them, the
  /// certificate stays.
  public func reload() throws(CertificateProblem) {
    let new = CertificateFiles.override(try CertificateFiles.read(certificateFile, privateKeyFile))
    current.withLock { $0 = new }
  }

  /// TLS 1.2 and newer, HTTP/1.1.
  func configuration() -> TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: first.chain, privateKey: first.key)
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    configuration.sslContextCallback = { [self] _, promise in
      promise.succeed(current.withLock { $0 })
    }
    return configuration
  }

  private static func override(_ files: (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource))
    -> NIOSSLContextConfigurationOverride
  {
    var override = NIOSSLContextConfigurationOverride.noChanges
    override.certificateChain = files.chain
    override.privateKey = files.key
    return override
  }

  private static func read(_ certificateFile: String, _ privateKeyFile: String) throws(CertificateProblem)
    -> (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource)
  {
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMFile(certificateFile) } catch {
      throw CertificateProblem(message: "\(certificateFile): there is no certificate in PEM form in it")
    }
    let key: NIOSSLPrivateKey
    do { key = try NIOSSLPrivateKey(file: privateKeyFile, format: .pem) } catch {
      throw CertificateProblem(
        message: "\(privateKeyFile): there is no private key in PEM form, without a passphrase, in it")
    }
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    do { _ = try NIOSSLContext(configuration: configuration) } catch {
      throw CertificateProblem(
        message: "\(privateKeyFile) is not the key of the first certificate in \(certificateFile)")
    }
    return (chain.map { .certificate($0) }, .privateKey(key))
  }
}

/// What is wrong with a certificate's files.
public struct CertificateProblem: Error, Sendable, CustomStringConvertible {
  /// What is wrong, in a sentence.
  public let message: String
  /// What is wrong, in a sentence.
  public var description: String { message }
}
