import HTTPTypes

/// Finds the route of a path: by one look-up where it has no parameters, else segment by segment.
struct RouteTable: Sendable {
  /// What is served at one pattern.
  final class Endpoint: Sendable {
    let pattern: String
    let group: any RouteGroup.Type
    let routes: [Route]
    let names: [String]
    let metrics: EndpointMetrics

    init(
      pattern: String, group: any RouteGroup.Type, routes: [Route], names: [String], metrics: EndpointMetrics
    ) {
      self.pattern = pattern
      self.group = group
      self.routes = routes
      self.names = names
      self.metrics = metrics
    }

    /// The methods it takes, for `Allow`.
    var methods: [HTTPRequest.Method] {
      let own = routes.map(\.method)
      return own.contains(.get) && !own.contains(.head) ? own + [.head] : own
    }

    /// A HEAD is answered as the GET whose body it does not send.
    func route(_ method: HTTPRequest.Method) -> Route? {
      routes.first { $0.method == method }
        ?? (method == .head ? routes.first { $0.method == .get } : nil)
    }
  }

  private struct Place: Sendable {
    var literal: [Substring: Int] = [:]
    var parameter: Int?
    var endpoint: Endpoint?
    /// What takes everything below: a pattern that ends in `**`.
    var rest: Endpoint?
    /// Who answers for a path that ends or goes astray here.
    var group: any RouteGroup.Type
  }

  private var places: [Place]
  private var whole: [String: Endpoint] = [:]
  private(set) var endpoints: [Endpoint] = []

  /// - Parameter fallback: who answers for paths that no group has a beginning of.
  init(
    groups: [any RouteGroup.Type], configuration: NodeConfiguration, fallback: any RouteGroup.Type,
    metrics: Metrics
  ) {
    places = [Place(group: fallback)]

    for group in groups {
      var patterns: [String] = []
      var routes: [String: [Route]] = [:]
      for route in group.routes(for: configuration) {
        if routes[route.pattern] == nil { patterns.append(route.pattern) }
        routes[route.pattern, default: []].append(route)
      }
      for pattern in patterns {
        let segments = RouteTable.segments(pattern)
        let names = segments.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        let endpoint = Endpoint(
          pattern: pattern, group: group, routes: routes[pattern] ?? [], names: names,
          metrics: metrics.endpoint(pattern))
        endpoints.append(endpoint)
        if names.isEmpty, !pattern.hasSuffix("**"), whole[pattern] == nil { whole[pattern] = endpoint }
        insert(endpoint, segments, group)
      }
    }

  }

  private mutating func insert(
    _ endpoint: Endpoint, _ segments: [Substring], _ group: any RouteGroup.Type
  ) {
    var at = 0
    for segment in segments {
      if segment == "**" {
        if places[at].rest == nil { places[at].rest = endpoint }
        return
      }
      let isParameter = segment.hasPrefix("{")
      if let next = isParameter ? places[at].parameter : places[at].literal[segment] {
        at = next
      } else {
        places.append(Place(group: group))
        if isParameter {
          places[at].parameter = places.count - 1
        } else {
          places[at].literal[segment] = places.count - 1
        }
        at = places.count - 1
      }
    }
    if places[at].endpoint == nil { places[at].endpoint = endpoint }
  }

  /// - Parameter path: as it came, percent-encoded.
  /// - Returns: the endpoint with the values of its parameters, still encoded; or who says that there is none.
  func find(_ path: String) -> (endpoint: Endpoint?, values: [Substring], group: any RouteGroup.Type) {
    if let endpoint = whole[path] { return (endpoint, [], endpoint.group) }
    let segments = RouteTable.segments(path)
    var values: [Substring] = []
    var group = places[0].group
    let endpoint = search(segments[...], 0, &values, &group)
    return (endpoint, values, endpoint?.group ?? group)
  }

  /// Literal segments come before parameters; a literal that leads nowhere is taken back.
  private func search(
    _ segments: ArraySlice<Substring>, _ at: Int, _ values: inout [Substring],
    _ group: inout any RouteGroup.Type
  ) -> Endpoint? {
    if at != 0 { group = places[at].group }
    guard let segment = segments.first else { return places[at].endpoint }
    if let next = places[at].literal[segment] {
      if let found = search(segments.dropFirst(), next, &values, &group) { return found }
    }
    if let next = places[at].parameter, !segment.isEmpty {
      values.append(segment)
      if let found = search(segments.dropFirst(), next, &values, &group) { return found }
      values.removeLast()
    }
    return places[at].rest
  }

  private static func segments(_ path: String) -> [Substring] {
    path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
  }
}
