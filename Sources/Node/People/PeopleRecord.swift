import Values

/// The records about people: their types, and what those hold that are no users, keys or clients. None has a
/// password, key, secret, code or token in it.
enum PeopleRecord {
  static let user = "people.user"
  static let key = "people.key"
  static let client = "people.client"
  static let signedIn = "people.signedIn"
  static let secondStep = "people.secondStep"
  static let refused = "people.refused"
  static let used = "people.used"

  /// A user was let in.
  struct SignedIn: Codable {
    var userID: Identifier
    /// `password`, `code` or `recoveryCode`.
    var means: String
    var address: String?
    var step: Int64?
    var recoveryCode: Int?
  }

  /// A user's second step was set up anew, or taken away.
  struct SecondStep: Codable {
    var userID: Identifier
    var isOn: Bool
  }

  /// Attempts at accounts of this node that failed since the last such record.
  struct Refused: Codable {
    struct Failure: Codable {
      var userID: Identifier
      var reason: String
      var address: String?
      var count: Int
    }
    var failures: [Failure]
  }

  /// Keys and clients that were used since the last such record.
  struct Used: Codable {
    struct Use: Codable {
      var id: Identifier
      var count: Int
    }
    var uses: [Use]
  }
}
