import NIOCore
import NIOPosix

/// How a node runs: every key of `denchi.yaml`, with what holds where it is not given.
public struct NodeConfiguration: Sendable, Hashable {
  /// The address listened on.
  public var host = "127.0.0.1"
  /// 0 takes a free port.
  public var port = 8080
  /// A path of a SQLite file, or `postgresql://user@host:port/database`.
  public var database = "denchi-data/denchi.sqlite"
  /// The base URL that clients use, without a slash at its end: links are made from it, never from `Host`.
  public var publicURL = "http://127.0.0.1:8080"
  /// PEM files; without them plain HTTP is served, on loopback addresses only.
  public var certificateFile: String?
  /// The key of the certificate.
  public var privateKeyFile: String?
  /// Plain HTTP on an address that others reach: only behind a proxy that ends TLS.
  public var insecure = false
  /// Addresses of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  public var trustedProxies: [String] = []
  /// The path under which the traceability management API is served.
  public var managementPath = "/management"
  /// Hosts that call-backs may go to; `*` for any public address.
  public var callbackHosts = ["*"]
  /// Whether call-backs may go to private and loopback addresses: for demonstrations and tests.
  public var allowsPrivateCallbacks = false
  /// A PEM file of authorities that partners' certificates may come from, besides the system's.
  public var trustedAuthoritiesFile: String?
  /// Whether an answer with another company's data waits until the note of that read is on the disk.
  public var auditWaitsForDisk = false
  /// Minutes without a request after which a session of the console ends.
  public var sessionIdleMinutes = 30
  /// Hours after which a session of the console ends in any case.
  public var sessionHours = 12
  /// Requests a second that an address, and a caller, may go on with; 0 for no limit. Requests that come
  /// straight from this machine are not limited.
  public var requestsPerSecond = 200
  /// Requests that may come at once before `requestsPerSecond` counts.
  public var requestBurst = 1000
  /// Connections open at the same time; more wait.
  public var maximumConnections = 4096
  /// Seconds after which a connection on which nothing happens is closed.
  public var idleSeconds = 60
  /// Seconds that a request's body may take to arrive, and that requests get to end when the node stops.
  public var requestSeconds = 30
  /// The level from which messages are logged.
  public var logLevel = "info"
  /// Whether each request is logged.
  public var logsRequests = true
  /// A folder of HTML reports that the console shows.
  public var reports: String?

  /// What holds without a file.
  public init() {}

  /// `https` where certificates are given.
  public var servesTLS: Bool { certificateFile != nil }

  /// Whether clients speak TLS to this node, or to the proxy before it.
  public var isSecure: Bool { publicURL.hasPrefix("https://") }

  /// The address that this configuration listens on, as a URL without a slash at its end.
  public var localURL: String {
    "\(servesTLS ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }

  /// Listens on another port; 0 takes one that is free now. A public URL of this machine's own follows.
  public mutating func listen(on port: Int) {
    let isOwnURL = publicURL == localURL
    self.port = port == 0 ? NodeConfiguration.freePort(host) : port
    if isOwnURL { publicURL = localURL }
  }

  /// A port that nothing listens on now: the one asked for if it is free; 0 where there is none.
  static func freePort(_ host: String, preferring port: Int = 0) -> Int {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    guard
      let channel = (try? bootstrap.bind(host: host, port: port).wait())
        ?? (try? bootstrap.bind(host: host, port: 0).wait())
    else { return 0 }
    defer { try? channel.close().wait() }
    return channel.localAddress?.port ?? 0
  }

  /// Whether only this machine can reach the address listened on.
  public var isLoopback: Bool {
    host == "localhost" || ClientAddress(host)?.isLoopback == true
  }
}
