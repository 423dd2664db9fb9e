import Exchange
import HTTPTypes
import Records
import Values

/// An error of the traceability management API: a number and what is wrong.
struct ManagementError: Error, Hashable {
  let status: HTTPResponse.Status
  let number: String
  let description: String

  init(_ status: HTTPResponse.Status, _ number: String, _ description: String) {
    self.status = status
    self.number = number
    self.description = description
  }

  static let noKey = ManagementError(.forbidden, "MSGAECO0025", "x-api-key がありません。")
  static let invalidKey = ManagementError(.forbidden, "MSGAECO0025", "x-api-key が正しくありません。")
  static let noToken = ManagementError(.unauthorized, "MSGAECO0025", "アクセストークンがありません。")
  static let invalidToken = ManagementError(
    .unauthorized, "MSGAECO0025", "アクセストークンが期限切れまたは不正です。")
  /// It speaks for another company, or the user's role does not allow it.
  static let denied = ManagementError(.forbidden, "MSGAECO0025", "認証情報と事業者識別子が一致しません。")
  static let unknown = ManagementError(.badRequest, "MSGAECO0020", "指定した識別子は存在しません")

  static func missing(_ field: String) -> ManagementError {
    ManagementError(.badRequest, "MSGAECO0001", "\(field)は必須項目です。")
  }

  static func invalid(_ field: String, _ problem: String) -> ManagementError {
    ManagementError(.badRequest, "MSGAECO0002", "\(field)が正しくありません: \(problem)")
  }

  /// What a failure inside is answered as.
  init(_ error: any Error) {
    switch error {
    case let error as ManagementError: self = error
    case let error as OuranosError: self = .init(.badRequest, "MSGAECO0002", error.message)
    case let refusal as Refusal: self.init(refusal)
    case StoreError.unavailable, StoreError.conflict:
      self.init(.serviceUnavailable, "MSGCE000000", "Now under system maintenance.")
    default:
      self.init(.internalServerError, "MSGAECO0013", "システムエラーが発生しました。管理者にお問い合わせください。")
    }
  }

  private init(_ refusal: Refusal) {
    switch refusal {
    case .invalid(let field, let problem): self = .invalid(field, problem)
    case .notFound("upstreamOperatorId"), .notFound("releasedToOperatorId"):
      self.init(.badRequest, "MSGAECP0004", "存在しない事業者識別子が使用されています。")
    case .notFound: self = .unknown
    case .forbidden: self = .denied
    case .taken(let field, let problem): self = .invalid(field, problem)
    case .immutable(let field): self = .invalid(field, "変更できません")
    case .wrongState(let problem): self.init(.badRequest, "STATE", "依頼の状態により処理できません: \(problem)")
    case .partHasStructure, .partRequested, .partAnswered, .loop:
      let same = OuranosError(refusal, .traceability)
      self.init(.badRequest, same.number ?? "", same.message)
    }
  }

  var response: APIResponse {
    .json(
      status,
      ["errors": [["errorCode": .string(number), "errorDescription": .string(description)]]])
  }
}
