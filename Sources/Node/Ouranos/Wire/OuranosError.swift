import Exchange
import HTTPTypes
import Records
import Values

/// An error as the Ouranos interface's catalogue writes it: `[dataspace] BadRequest`, a message, a detail.
struct OuranosError: Error, Hashable {
  /// The part of the platform that an error comes from.
  enum Source: String { case auth, dataspace, traceability }

  let status: HTTPResponse.Status
  let source: Source
  let message: String
  /// The number of a message of the traceability part; nil: the detail says who asked, when and for what.
  var number: String?

  init(_ status: HTTPResponse.Status, _ source: Source, _ message: String, number: String? = nil) {
    self.status = status
    self.source = source
    self.message = message
    self.number = number
  }

  static func parameter(_ name: String, _ source: Source) -> OuranosError {
    OuranosError(
      .badRequest, source, "Invalid request parameters, \(name): Unexpected query parameter")
  }

  static func validation(_ problems: String, _ source: Source) -> OuranosError {
    OuranosError(.badRequest, source, "Validation failed, \(problems)")
  }

  static func accessDenied(_ source: Source) -> OuranosError {
    OuranosError(.forbidden, source, "You do not have the necessary privileges")
  }

  static let invalidKey = OuranosError(.forbidden, .auth, "Invalid key")
  static let noToken = OuranosError(.unauthorized, .auth, "Authentication required")
  static let invalidToken = OuranosError(.unauthorized, .auth, "Invalid or expired token")
  static let invalidCredentials = OuranosError(.unauthorized, .auth, "Invalid credentials")

  /// What a failure inside is answered as.
  /// - Parameter source: the part that was asked.
  init(_ error: any Error, asked source: Source) {
    switch error {
    case let error as OuranosError: self = error
    case let refusal as Refusal: self.init(refusal, source)
    case StoreError.unavailable, StoreError.conflict:
      self =
        source == .auth
        ? OuranosError(.serviceUnavailable, .auth, "Unexpected error occurred in outer service")
        : OuranosError(
          .serviceUnavailable, .traceability, "Now under system maintenance.", number: "MSGCE000000")
    default: self = OuranosError(.internalServerError, source, "Unexpected error occurred")
    }
  }

  private var code: String {
    let name =
      switch status.code {
      case 400: "BadRequest"
      case 401: "Unauthorized"
      case 403: "AccessDenied"
      case 404: "NotFound"
      case 503: "ServiceUnavailable"
      default: "InternalServerError"
      }
    return "[\(source.rawValue)] \(name)"
  }

  /// The answer.
  /// - Parameters:
  ///   - company: who asked, nil if that is not known.
  ///   - dataTarget: nil where the address has none.
  func response(to request: APIRequest, company: Identifier?, dataTarget: String?) -> APIResponse {
    let now = Timestamp.now
    let fraction = String(1000 + (now.milliseconds % 1000 + 1000) % 1000).dropFirst()
    var detail = "id: \(company?.description ?? ""), timeStamp: \(now.secondsText.dropLast()).\(fraction)Z"
    if let dataTarget { detail += ", dataTarget: \(dataTarget)" }
    detail += ", method: \(request.method.rawValue)"
    return .json(
      status,
      ["code": .string(code), "message": .string(message), "detail": .string(number ?? detail)])
  }
}
