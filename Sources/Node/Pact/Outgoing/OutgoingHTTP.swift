import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A call to a partner that did not give what was wanted.
public struct CallFailure: Error, Sendable, CustomStringConvertible {
  /// What went wrong, with the host.
  public var description: String
  /// Whether it is no use to try again.
  public var isPermanent: Bool
  /// The status that came back; nil where nothing did.
  public var status: Int?

  /// Settled by the configuration, or a failure with its sentence.
  public init(_ description: String, isPermanent: Bool, status: Int? = nil) {
    self.description = description
    self.isPermanent = isPermanent
    self.status = status
  }
}

/// What came back from a partner.
package struct CallAnswer: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]

  func text(upTo count: Int) -> String { String(decoding: body.prefix(count), as: UTF8.self) }
}

/// Calls partners: only allowed addresses, https, no redirects, limits on time and size. The address that was
/// checked is the address that is connected to.
public final class OutgoingHTTP: Sendable {
  private let policy: CallPolicy
  private let clients: ClientCache
  private let isUnusable: String?

  /// Settled by the configuration, or a failure with its sentence.
  public init(_ configuration: NodeConfiguration) {
    policy = CallPolicy(configuration)
    var tls = TLSConfiguration.makeClientConfiguration()
    var problem: String?
    if let file = configuration.trustedAuthoritiesFile {
      do {
        tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
      } catch {
        problem = "\(file): no certificates can be read from it"
      }
    }
    isUnusable = problem
    clients = ClientCache(tls: tls)
  }

  /// Closes what is open.
  public func close() async { await clients.close() }

  /// - Parameters:
  ///   - body: with its content type.
  ///   - limit: the most bytes that are taken of the answer.
  /// - Throws: `CallFailure` where no answer came; any status is an answer.
  package func call(
    _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [],
    body: (type: String, bytes: [UInt8])? = nil, limit: Int = 32 << 20, timeout: TimeAmount = .seconds(20)
  ) async throws(CallFailure) -> CallAnswer {
    if let isUnusable { throw CallFailure(isUnusable, isPermanent: false) }
    guard let parts = URL(string: url), let scheme = parts.scheme?.lowercased(), let name = parts.host,
      scheme == "https" || scheme == "http", parts.user == nil
    else { throw CallFailure("'\(url.prefix(200))' is no https:// address", isPermanent: true) }
    let host = name.replacing("[", with: "").replacing("]", with: "")
    let address = try await checked(host, port: parts.port ?? (scheme == "http" ? 80 : 443), scheme)
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.headers.add(name: "User-Agent", value: "denchi")
    request.headers.add(name: "Accept", value: "application/json")
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body {
      request.headers.add(name: "Content-Type", value: body.type)
      request.body = .bytes(body.bytes)
    }
    do {
      let client = try await clients.client(host: host, address: address)
      let response = try await client.execute(request, timeout: timeout)
      let bytes = try await response.body.collect(upTo: limit)
      return CallAnswer(
        status: Int(response.status.code), headers: response.headers, body: Array(bytes.readableBytesView))
    } catch let error as NIOTooManyBytesError {
      throw CallFailure(
        "\(host): the answer is longer than \(error.maxBytes ?? limit) bytes", isPermanent: true)
    } catch {
      throw CallFailure("\(host): \(OutgoingHTTP.described(error))", isPermanent: false)
    }
  }

  private func checked(_ host: String, port: Int, _ scheme: String) async throws(CallFailure) -> String {
    guard let addresses = try? await CallPolicy.resolve(host, port: port), let first = addresses.first else {
      throw CallFailure("\(host): there is no address of this name", isPermanent: false)
    }
    guard addresses.allSatisfy(policy.allows) else {
      throw CallFailure(
        "\(host): this node does not call private, loopback or other special addresses", isPermanent: true)
    }
    if scheme == "http", !addresses.allSatisfy(policy.allowsPlain) {
      throw CallFailure("\(host): this node calls partners over https only", isPermanent: true)
    }
    return first.ipAddress ?? host
  }

  private static func described(_ error: any Error) -> String {
    switch error {
    case let error as HTTPClientError: "\(error.shortDescription)"
    case let error as NIOConnectionError:
      "no connection (\(error.connectionErrors.first.map { "\($0.error)" } ?? "refused"))"
    case let error as NIOSSLError: "the certificate or TLS handshake was refused (\(error))"
    default: "\(error)"
    }
  }
}

/// Clients by host and address: connections and contexts are used again.
private actor ClientCache {
  private var clients: [String: HTTPClient] = [:]
  private var order: [String] = []
  private let tls: TLSConfiguration

  init(tls: TLSConfiguration) { self.tls = tls }

  func client(host: String, address: String) async throws -> HTTPClient {
    let key = "\(host) \(address)"
    if let client = clients[key] { return client }
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(5), read: .seconds(20))
    configuration.dnsOverride = [host: address]
    configuration.httpVersion = .http1Only
    configuration.decompression = .disabled
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    clients[key] = client
    order.append(key)
    if order.count > 64 {
      let oldest = clients.removeValue(forKey: order.removeFirst())
      // Calls on it end first.
      Task.detached {
        try? await Task.sleep(for: .seconds(60))
        try? await oldest?.shutdown()
      }
    }
    return client
  }

  func close() async {
    let all = clients.values
    clients = [:]
    order = []
    for client in all { try? await client.shutdown() }
  }
}
