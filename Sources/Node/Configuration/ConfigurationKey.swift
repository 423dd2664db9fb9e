import Foundation

/// A key of `denchi.yaml`: what it may hold, and which part of a configuration it sets.
struct ConfigurationKey: Sendable {
  /// Its name; one in a group is written `group.key`.
  let name: String
  /// Sets it, or says what was expected.
  let set: @Sendable (inout NodeConfiguration, ConfigurationValue) -> String?

  static let all: [ConfigurationKey] = [
    text("host", \.host, "an address such as 127.0.0.1 or 0.0.0.0") {
      $0 == "localhost" || ClientAddress($0) != nil
    },
    number("port", \.port, 0...65535),
    text("database", \.database, "a path, or postgresql://user@host:port/database") { !$0.isEmpty },
    text("publicURL", \.publicURL, "a URL such as https://denchi.example.com, without a slash at its end") {
      isBaseURL($0)
    },
    file("tls.certificate", \.certificateFile),
    file("tls.privateKey", \.privateKeyFile),
    flag("insecure", \.insecure),
    list("trustedProxies", \.trustedProxies, "addresses such as [127.0.0.1]") { ClientAddress($0) != nil },
    text("managementPath", \.managementPath, "a path such as /management, without a slash at its end") {
      $0.wholeMatch(of: /(\/[A-Za-z0-9._-]+)+/) != nil
    },
    list("callbacks.hosts", \.callbackHosts, "host names, or [\"*\"] for any public one") {
      $0 == "*" || $0.wholeMatch(of: /[A-Za-z0-9.:-]+/) != nil
    },
    flag("callbacks.private", \.allowsPrivateCallbacks),
    file("callbacks.authorities", \.trustedAuthoritiesFile),
    flag("audit.waitsForDisk", \.auditWaitsForDisk),
    number("sessions.idleMinutes", \.sessionIdleMinutes, 1...1440),
    number("sessions.hours", \.sessionHours, 1...720),
    number("limits.requestsPerSecond", \.requestsPerSecond, 0...1_000_000),
    number("limits.burst", \.requestBurst, 1...1_000_000),
    number("limits.connections", \.maximumConnections, 1...100_000),
    number("limits.idleSeconds", \.idleSeconds, 1...3600),
    number("limits.requestSeconds", \.requestSeconds, 1...3600),
    text("log.level", \.logLevel, "one of \(logLevels.joined(separator: ", "))") { logLevels.contains($0) },
    flag("log.requests", \.logsRequests),
    folder("reports", \.reports),
  ]

  static let logLevels = ["debug", "info", "notice", "warning", "error", "critical"]

  // Key paths are not marked Sendable by the compiler, but these literals capture nothing.
  private typealias Path<Value> = WritableKeyPath<NodeConfiguration, Value> & Sendable

  private static func text(
    _ name: String, _ path: Path<String>, _ expected: String, _ isGood: @escaping @Sendable (String) -> Bool
  ) -> ConfigurationKey {
    ConfigurationKey(name: name) { configuration, value in
      guard case .text(let text, _) = value, isGood(text) else { return expected }
      configuration[keyPath: path] = text
      return nil
    }
  }

  private static func number(_ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>)
    -> ConfigurationKey
  {
    ConfigurationKey(name: name) { configuration, value in
      guard case .text(let text, isQuoted: false) = value, let number = Int(text), range.contains(number)
      else { return "a whole number from \(range.lowerBound) to \(range.upperBound)" }
      configuration[keyPath: path] = number
      return nil
    }
  }

  private static func flag(_ name: String, _ path: Path<Bool>) -> ConfigurationKey {
    ConfigurationKey(name: name) { configuration, value in
      guard case .text(let text, isQuoted: false) = value, let flag = Bool(text) else {
        return "true or false"
      }
      configuration[keyPath: path] = flag
      return nil
    }
  }

  private static func file(_ name: String, _ path: Path<String?>) -> ConfigurationKey {
    ConfigurationKey(name: name) { configuration, value in
      guard case .text(let text, _) = value, !text.isEmpty else { return "the path of a PEM file" }
      guard FileManager.default.isReadableFile(atPath: text) else {
        return "the path of a PEM file that can be read"
      }
      configuration[keyPath: path] = text
      return nil
    }
  }

  private static func folder(_ name: String, _ path: Path<String?>) -> ConfigurationKey {
    ConfigurationKey(name: name) { configuration, value in
      guard case .text(let text, _) = value,
        (try? FileManager.default.contentsOfDirectory(atPath: text)) != nil
      else { return "the path of a folder that can be read" }
      configuration[keyPath: path] = text
      return nil
    }
  }

  private static func list(
    _ name: String, _ path: Path<[String]>, _ expected: String,
    _ isGood: @escaping @Sendable (String) -> Bool
  ) -> ConfigurationKey {
    ConfigurationKey(name: name) { configuration, value in
      guard case .list(let texts) = value, texts.allSatisfy(isGood) else { return "a list of \(expected)" }
      configuration[keyPath: path] = texts
      return nil
    }
  }

  private static func isBaseURL(_ text: String) -> Bool {
    guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else { return false }
    return ["http", "https"].contains(url.scheme) && url.query == nil && url.fragment == nil
      && url.user == nil && !text.hasSuffix("/")
  }
}

/// What stands at a key.
enum ConfigurationValue: Sendable {
  case text(String, isQuoted: Bool)
  case list([String])
  case other

  /// How a message calls it; what a file may hold in error is a secret nowhere but in `database`.
  var shown: String {
    switch self {
    case .text(let text, _): "'\(text)'"
    case .list(let texts): "[\(texts.joined(separator: ", "))]"
    case .other: "a group of keys"
    }
  }
}
