/// What a password must be.
public enum PasswordRules: Sendable {
  /// For people at the console: 12 characters or more, none of the most common, not the account's name. No rules
  /// of what characters (NIST SP 800-63B).
  case console
  /// For applications that speak the Ouranos interface: 8 to 20 of its characters.
  case ouranos

  /// What is wrong with a password; nil for nothing.
  public enum Problem: String, Error, Sendable, Hashable {
    case tooShort, tooLong, common, account, characters
  }

  /// Checks a password that someone has chosen.
  /// - Parameter account: whose it is to be.
  public func problem(with password: String, account: String) -> Problem? {
    switch self {
    case .ouranos:
      if password.utf8.count < 8 { return .tooShort }
      if password.utf8.count > 20 { return .tooLong }
      return password.utf8.allSatisfy(PasswordRules.ouranosCharacters.contains) ? nil : .characters
    case .console:
      if password.count < 12 { return .tooShort }
      if password.utf8.count > 1024 { return .tooLong }
      let plain = password.lowercased()
      let account = account.lowercased()
      let name = String(account.prefix { $0 != "@" })
      if plain == account || name.count > 3 && plain.replacing(name, with: "").count < 6 { return .account }
      return PasswordRules.isCommon(plain) ? .common : nil
    }
  }

  private static let ouranosCharacters = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%^&*()".utf8)

  /// One of the words people take first, with digits or the same again behind it; or a row of keys.
  private static func isCommon(_ password: String) -> Bool {
    if Set(password).count < 4 { return true }
    let letters = password.filter(\.isLetter)
    if words.contains(letters) || words.contains(where: { letters == $0 + $0 }) { return true }
    return rows.contains { row in
      let line = row + row
      return line.contains(password) || String(line.reversed()).contains(password)
    }
  }

  private static let words: Set = [
    "password", "passwort", "passw", "letmein", "welcome", "admin", "administrator", "qwerty", "qwertyuiop",
    "iloveyou", "monkey", "dragon", "football", "baseball", "sunshine", "princess", "superman", "trustno",
    "master", "login", "test", "testtest", "changeme", "changemenow", "secret", "default", "guest", "user",
    "denchi", "battery", "sakura", "tokyo", "abc", "abcd", "abcdefg", "pokemon", "doraemon",
    "batterypassport",
    "password" + "admin", "adminpassword", "mypassword", "thisismypassword", "passwordpassword",
  ]
  private static let rows = [
    "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  ]
}
