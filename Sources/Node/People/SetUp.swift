import Exchange
import Synchronization
import Values

/// The first run of a node: whoever has the token from the terminal makes the company and its administrator.
public final class SetUp: Sendable {
  private let token: Mutex<String?>

  /// - Parameter isNeeded: whether nobody has an account yet.
  init(isNeeded: Bool) { token = Mutex(isNeeded ? SignIn.randomText() : nil) }

  /// The token, until it is used; nil where the node is set up. It is another after each start.
  public var openToken: String? { token.withLock { $0 } }

  /// Whether this is the token, in a time that does not tell how much of it is right.
  func accepts(_ text: String?) -> Bool {
    guard let token = openToken, let text else { return false }
    return PasswordHash.isEqual(Array(token.utf8), Array(text.utf8))
  }

  /// What the first administrator says.
  struct Answers: Sendable {
    var company = ""
    var number = ""
    var address = ""
    var account = ""
    var name = ""
    var password = ""
    var again = ""
  }

  /// What is wrong, by the field's name: the key of a message.
  static func problems(in answers: Answers) -> [String: String] {
    var problems: [String: String] = [:]
    func need(_ field: String, _ text: String, most: Int) {
      if text.isEmpty {
        problems[field] = "missing"
      } else if text.count > most {
        problems[field] = "tooLong"
      }
    }
    need("company", answers.company, most: 256)
    need("number", answers.number, most: 20)
    need("address", answers.address, most: 256)
    need("name", answers.name, most: 256)
    if answers.account.wholeMatch(of: /[^@\s]+@[^@\s]+/) == nil || answers.account.count > 256 {
      problems["account"] = "noMail"
    }
    if let problem = PasswordRules.console.problem(with: answers.password, account: answers.account) {
      problems["password"] = problem.rawValue
    } else if answers.password != answers.again {
      problems["again"] = "different"
    }
    return problems
  }

  /// Makes the company and its administrator, and uses the token up.
  /// - Returns: the administrator; nil where the token is not, or no longer, the right one.
  func finish(_ answers: Answers, token text: String?, node: Node) async throws -> User? {
    let isMine = token.withLock { token in
      guard let right = token, let text, PasswordHash.isEqual(Array(right.utf8), Array(text.utf8)) else {
        return false
      }
      token = nil
      return true
    }
    guard isMine else { return nil }
    let company = Operator(
      operatorID: Identifier(), openOperatorID: answers.number, name: answers.company,
      address: answers.address)
    let user = User(
      userID: Identifier(), operatorID: company.operatorID, account: answers.account, name: answers.name,
      role: .administrator)
    do {
      try await node.ledger.commit(actor: "node") { transaction in
        // Another process of this node may have been set up meanwhile.
        guard transaction.state.people.users.count == 0 else { throw AccountTaken() }
        try transaction.record(.operatorPut(company))
      }
      try await node.signIn.putUser(user, password: answers.password, by: "node")
    } catch is AccountTaken {
      return nil
    } catch {
      token.withLock { $0 = text }
      throw error
    }
    return user
  }
}
