import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import Records
import Synchronization

/// Answers requests: finds the route, reads the body, runs the handler, and adds what every answer has.
struct Responder: Sendable {
  let node: Node
  let log: LogWriter?
  private let table: RouteTable
  private let unknown: EndpointMetrics
  private let limits: RequestLimits
  private let callerLimits: RequestLimits
  private let proxies: Set<ClientAddress>
  private let follower: Follower
  private let date = DateText()

  init(node: Node, log: LogWriter?) {
    self.node = node
    self.log = log
    let configuration = node.configuration
    table = RouteTable(
      groups: Node.groups, configuration: configuration, fallback: Console.self, metrics: node.metrics)
    unknown = node.metrics.endpoint("(none)")
    limits = RequestLimits(perSecond: configuration.requestsPerSecond, burst: configuration.requestBurst)
    callerLimits = RequestLimits(
      perSecond: configuration.requestsPerSecond, burst: configuration.requestBurst)
    follower = Follower(ledger: node.ledger)
    proxies = Set(configuration.trustedProxies.compactMap { ClientAddress($0) })
  }

  func respond(to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let started = ContinuousClock.now
    node.metrics.openRequests.wrappingAdd(1, ordering: .relaxed)
    defer { node.metrics.openRequests.wrappingSubtract(1, ordering: .relaxed) }
    let head = request.head
    let trace =
      head.headerFields[TraceContext.field].flatMap { TraceContext(traceparent: $0) } ?? TraceContext()
    let (path, query) = Responder.split(head.path ?? "/")
    let (endpoint, values, group) = table.find(path)
    var seen = APIRequest(
      method: head.method, path: path, headers: head.headerFields, address: nil, trace: trace)
    var answer: APIResponse
    do throws(RequestFailure) {
      seen.address = try address(of: channel, head.headerFields)
      seen.path = try Responder.decoded(path)
      guard let endpoint else { throw .notFound }
      guard let route = endpoint.route(head.method) else { throw .methodNotAllowed(endpoint.methods) }
      if !query.isEmpty { seen.query = Query(query) }
      for (name, value) in zip(endpoint.names, values) {
        seen.parameters[name] = try Responder.decoded(value)
      }
      if head.method != .get, head.method != .head {
        seen.body = try await body(of: request, upTo: route.bodyLimit, writer, channel)
      }
      answer = try await handle(route, seen, of: endpoint.group)
    } catch {
      answer = group.answer(to: error, seen)
      for (name, value) in error.headers { answer.headers[name] = value }
    }
    let length = answer.body.readableBytes
    complete(&answer, trace)
    let response = HTTPResponse(status: answer.status, headerFields: answer.headers)
    let took = (ContinuousClock.now - started).seconds
    (endpoint?.metrics ?? unknown).record(
      method: head.method.rawValue, status: answer.status.code, seconds: took)
    if node.configuration.logsRequests {
      log?.request(
        method: EndpointMetrics.methods.contains(head.method.rawValue) ? head.method.rawValue : "other",
        pattern: endpoint?.pattern ?? "(none)", status: answer.status.code, seconds: took, trace: trace)
    }
    if head.method == .head || length == 0 {
      try await writer.writeResponse(response)
    } else {
      try await writer.write(response: response, body: ResponseBody(byteBuffer: answer.body))
    }
  }

  /// Runs a handler; what it throws is no matter of the caller's.
  private func handle(_ route: Route, _ request: APIRequest, of group: any RouteGroup.Type)
    async throws(RequestFailure) -> APIResponse
  {
    do {
      // Whether the node is up is answered without the database.
      if group != OperationsAPI.self { try await follower.catchUp() }
      let answer = try await route.handle(request, node)
      if node.configuration.auditWaitsForDisk { try await node.audit.flush() }
      return answer
    } catch let failure as RequestFailure {
      throw failure
    } catch StoreError.unavailable(let reason) {
      node.logger.error(
        "the database cannot be used", metadata: ["reason": "\(reason)", "trace_id": "\(request.traceID)"])
      throw .unavailable
    } catch {
      node.metrics.faults.add()
      node.logger.error(
        "a fault",
        metadata: [
          "error": "\(Responder.described(error))", "route": "\(route.pattern)",
          "trace_id": "\(request.traceID)",
        ])
      throw .fault
    }
  }

  /// What went wrong, without the values that an error of decoding quotes from the request.
  private static func described(_ error: any Error) -> String {
    error is DecodingError ? "DecodingError" : "\(type(of: error)): \(error)"
  }

  // MARK: The request

  private static func split(_ target: String) -> (path: String, query: Substring) {
    let end = target.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    guard let end else { return (target, "") }
    let query = target[end...].dropFirst().prefix { $0 != "#" }
    return (String(target[..<end]), target[end] == "?" ? query : "")
  }

  private static func decoded(_ text: some StringProtocol) throws(RequestFailure) -> String {
    guard let decoded = PercentEncoding.decoded(text) else {
      throw .malformed("The path is not percent-encoded UTF-8.")
    }
    return decoded
  }

  /// The peer, or whom a trusted proxy names; refuses what is beyond the limits.
  private func address(of channel: any Channel, _ headers: HTTPFields) throws(RequestFailure)
    -> ClientAddress?
  {
    var address = ClientAddress(channel.remoteAddress)
    var isDirect = true
    if !proxies.isEmpty, let proxy = address, proxies.contains(proxy) {
      isDirect = false
      let named = headers[values: .forwardedFor].joined(separator: ",").split(separator: ",")
      address =
        named.reversed().compactMap { ClientAddress(String($0).trimmingSpaces) }
        .first { !proxies.contains($0) } ?? address
      if headers[.forwardedProtocol] == "http", node.configuration.isSecure {
        throw .malformed("This address is served over https only.")
      }
    }
    guard let address, !(isDirect && address.isLoopback) else { return address }
    // A caller is known by the token, so that many addresses give it no more.
    let caller = headers[.authorization].map { UInt64(truncatingIfNeeded: $0.hashValue) }
    if let wait = limits.wait(address.network) ?? caller.flatMap({ callerLimits.wait($0) }) {
      node.metrics.tooManyRequests.add()
      throw .tooMany(retryAfter: wait)
    }
    return address
  }

  private func body(
    of request: Request, upTo limit: Int, _ writer: borrowing ResponseWriter, _ channel: any Channel
  ) async throws(RequestFailure) -> [UInt8] {
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if let length, length > limit { throw tooLarge(length, limit, channel) }
    if length == 0 || length == nil && request.headers[.transferEncoding] == nil { return [] }
    // Who sends slower than this is cut off: a connection is not held for nothing.
    let late = Counter()
    let end = channel.eventLoop.scheduleTask(in: .seconds(Int64(node.configuration.requestSeconds))) {
      late.add()
      channel.close(mode: .input, promise: nil)
    }
    defer { end.cancel() }
    do {
      if request.headers[.expect]?.lowercased() == "100-continue" {
        try await writer.writeInformationalHead(HTTPResponse(status: .continue))
      }
      let buffer = try await request.body.collect(upTo: limit)
      if late.current > 0 { throw RequestFailure.timedOut }
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw tooLarge(nil, limit, channel)
    } catch {
      throw late.current > 0 ? .timedOut : .malformed("The body ended before its length was reached.")
    }
  }

  /// What is left of a body is read and thrown away, so that the sender sees the answer; of one that may have no
  /// end only for a time.
  private func tooLarge(_ length: Int?, _ limit: Int, _ channel: any Channel) -> RequestFailure {
    if length.map({ $0 > Responder.mostDrained }) ?? true {
      channel.eventLoop.scheduleTask(in: .seconds(Int64(node.configuration.requestSeconds))) {
        channel.close(promise: nil)
      }
    }
    return .tooLarge(limit)
  }

  private static let mostDrained = 64 << 20

  // MARK: The answer

  private func complete(_ answer: inout APIResponse, _ trace: TraceContext) {
    if answer.status != .noContent, answer.status != .notModified {
      answer.headers[.contentLength] = String(answer.body.readableBytes)
    }
    answer.headers[.date] = date.now
    answer.headers[.xContentTypeOptions] = "nosniff"
    answer.headers[TraceContext.field] = trace.traceparent
    if answer.headers[.cacheControl] == nil { answer.headers[.cacheControl] = "no-store" }
    if node.configuration.isSecure { answer.headers[.strictTransportSecurity] = "max-age=63072000" }
    guard answer.headers[.contentType]?.hasPrefix("text/html") == true else { return }
    if answer.headers[.contentSecurityPolicy] == nil {
      answer.headers[.contentSecurityPolicy] = Responder.contentSecurityPolicy
    }
    if answer.headers[.referrerPolicy] == nil { answer.headers[.referrerPolicy] = "no-referrer" }
    answer.headers[.xFrameOptions] = "DENY"
  }

  /// Pages load nothing from elsewhere, and have no script or style in themselves.
  static let contentSecurityPolicy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    """
}

extension TraceContext {
  static let field = HTTPField.Name.constant("traceparent")
}

extension HTTPField.Name {
  /// A name known to be one.
  static func constant(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .contentType }

  static let forwardedFor = constant("X-Forwarded-For")
  static let forwardedProtocol = constant("X-Forwarded-Proto")
  static let referrerPolicy = constant("Referrer-Policy")
  static let xFrameOptions = constant("X-Frame-Options")
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// The `Date` header, made once a second.
private final class DateText: Sendable {
  private let last = Mutex<(second: Int, text: String)>((0, ""))

  var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let second = time.tv_sec
    return last.withLock { last in
      if last.second != second {
        last = (second, DateText.text(time.tv_sec))
      }
      return last.text
    }
  }

  /// The form of RFC 9110, 5.6.7, e.g. `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func text(_ second: time_t) -> String {
    var second = second
    var parts = tm()
    gmtime_r(&second, &parts)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) "
      + "\(parts.tm_year + 1900) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
  }
}
