import Exchange

extension OuranosError {
  /// What a refused command is answered as, with the message numbers of the traceability part where the public
  /// interface knows one.
  init(_ refusal: Refusal, _ source: Source) {
    switch refusal {
    case .invalid(let field, let problem):
      self = .validation("\(field): \(problem).", source)
    case .notFound("upstreamOperatorId"), .notFound("releasedToOperatorId"):
      self.init(
        .notFound, .traceability, "存在しない事業者識別子が使用されています。", number: "MSGAECP0004")
    case .notFound where source == .auth:
      self.init(.notFound, .auth, "Item or record Not Found")
    case .notFound:
      self.init(.badRequest, .traceability, "指定した識別子は存在しません", number: "MSGAECO0020")
    case .forbidden: self = .accessDenied(source)
    case .taken(let field, let problem):
      self.init(.badRequest, source, "Validation failed, \(field): \(problem).")
    case .immutable(let field): self.init(.badRequest, source, "\(field): field is immutable.")
    case .partHasStructure:
      self.init(
        .badRequest, .traceability, "指定された部品は部品構成が存在するため削除できません。", number: "MSGAECP0014")
    case .partRequested:
      self.init(.badRequest, .traceability, "指定された部品は依頼済みのため削除できません。", number: "MSGAECP0015")
    case .partAnswered:
      self.init(
        .badRequest, .traceability, "指定された部品は受領済みの依頼に紐づいているため削除できません。",
        number: "MSGAECP0016")
    case .loop(let way):
      let names = way.map { $0.map { "\($0.name) (\($0.traceID))" } ?? "..." }
      self.init(
        .badRequest, .traceability, "部品構成が循環しています: \(names.joined(separator: " > "))", number: "LOOP")
    case .wrongState(let problem):
      self.init(.badRequest, .traceability, "依頼の状態により処理できません: \(problem)", number: "STATE")
    }
  }
}
