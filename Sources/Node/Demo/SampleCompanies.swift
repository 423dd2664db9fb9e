import Exchange
import Values

/// The companies, accounts and key that the public tutorials of the Ouranos Ecosystem use, and a third company:
/// for demonstrations on a loopback address only.
public struct SampleCompany: Sendable {
  /// The company.
  public let company: Operator
  /// What its user signs in with.
  public let account: String
  /// Its user's password.
  public let password: String

  /// The key of applications.
  public static let apiKey = "Sample-APIKey1"

  /// A, B and C.
  public static let all = [
    SampleCompany(
      "b39e6248-c888-56ca-d9d0-89de1b1adc8e", number: "1234567890123", name: "A社",
      account: "oem_a@example.com",
      password: "oemA&user_01"),
    SampleCompany(
      "15572d1c-ec13-0d78-7f92-dd4278871373", number: "1234567890124", name: "B社",
      account: "supplier_b@example.com", password: "supplierB&user_01"),
    SampleCompany(
      "7c1f3b52-4f0e-4d0c-9a39-52c3c1c7c0de", number: "1234567890125", name: "C社",
      account: "supplier_c@example.com", password: "supplierC&user_01"),
  ]

  private init(_ id: String, number: String, name: String, account: String, password: String) {
    company = Operator(
      operatorID: Identifier(id) ?? Identifier(), openOperatorID: number,
      globalOperatorID: "1234ABCD5678EFGH0\(number.suffix(3))", name: name, address: "東京都渋谷区xx")
    self.account = account
    self.password = password
  }
}

extension Node {
  /// Registers the sample companies, a user of each and the sample key.
  public func addSampleCompanies() async throws {
    for sample in SampleCompany.all {
      try await ledger.commit(actor: "node") { try $0.record(.operatorPut(sample.company)) }
      try await signIn.putUser(
        User(
          userID: Identifier(), operatorID: sample.company.operatorID, account: sample.account,
          name: sample.company.name, role: .administrator), password: sample.password, by: "node")
    }
    _ = try await signIn.makeKey(name: "sample", operatorID: nil, text: SampleCompany.apiKey, by: "node")
  }
}
