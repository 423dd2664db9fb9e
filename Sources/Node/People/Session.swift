import Values

/// A person signed in to the console in one browser.
public struct Session: Sendable, Hashable {
  /// Names it on pages, e.g. to end it; opens nothing.
  public let sessionID: Identifier
  /// Who is signed in, as they are now.
  public let caller: Caller
  /// The same person's account.
  public let user: User
  /// What every form must carry (field `csrf`), so that no other site can send one. Of this session only.
  public let csrf: String

  /// Whether a form carries this session's token.
  public func allows(form token: String?) -> Bool {
    token.map { PasswordHash.isEqual(Array($0.utf8), Array(csrf.utf8)) } ?? false
  }
}

/// A session as a page lists it.
public struct SessionRow: Sendable, Hashable {
  /// Names it, e.g. to end it.
  public let sessionID: Identifier
  /// Whose it is.
  public let userID: Identifier
  /// When it was opened.
  public let opened: Timestamp
  /// When it was last used, to the minute.
  public let lastUsed: Timestamp
  /// The browser, as it calls itself, cut to 100 characters.
  public let browser: String
  /// The address it was opened from.
  public let address: String
}
