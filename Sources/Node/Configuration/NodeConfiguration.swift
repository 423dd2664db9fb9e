/// How a node runs: every key of `denchi.yaml`, with what holds where it is not given.
public struct NodeConfiguration: Sendable {
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
  public var privateKeyFile: String?
  /// The path under which the traceability management API is served.
  public var managementPath = "/management"
  /// Hosts that call-backs may go to; `*` for any public address.
  public var callbackHosts = ["*"]
  /// Whether call-backs may go to private and loopback addresses: for demonstrations and tests.
  public var allowsPrivateCallbacks = false
  /// A folder of HTML reports that the console shows.
  public var reports: String?

  public init() {}
}
