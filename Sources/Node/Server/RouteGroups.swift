extension OperationsAPI: RouteGroup {}
extension PactAPI: RouteGroup {}
extension Console: RouteGroup {}

extension OuranosAPI: RouteGroup {
  /// The interface's own form of an error.
  public static func answer(to failure: RequestFailure, _ request: APIRequest) -> APIResponse {
    OuranosError(failure.status, request.path.hasPrefix("/auth") ? .auth : .dataspace, failure.ouranosMessage)
      .response(to: request, company: nil, dataTarget: nil)
  }
}

extension ManagementAPI: RouteGroup {
  /// The routes under the path that is the default.
  public static var routes: [Route] { routes(under: NodeConfiguration().managementPath) }

  /// The routes under the configured path.
  public static func routes(for configuration: NodeConfiguration) -> [Route] {
    routes(under: configuration.managementPath)
  }

  /// The interface's own form of an error.
  public static func answer(to failure: RequestFailure, _ request: APIRequest) -> APIResponse {
    let number =
      switch failure.status.code {
      case 404: "MSGAECO0020"
      case 500: "MSGAECO0013"
      case 503: "MSGCE000000"
      default: "MSGAECO0002"
      }
    return ManagementError(failure.status, number, failure.ouranosMessage).response
  }
}

extension RequestFailure {
  fileprivate var ouranosMessage: String { self == .notFound ? "Endpoint Not Found" : message }
}
