import Foundation
import Testing
import Values

@Suite struct CanonicalTests {
  private func text(_ value: JSONValue) -> String { String(decoding: value.canonical, as: UTF8.self) }

  /// The examples of RFC 8785, appendix B; what JSON cannot say is null here.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
      (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x7fff_ffff_ffff_ffff, "null"), (0x7ff0_0000_0000_0000, "null"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
      (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
      (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
      (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
      (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
      (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)]) func numbersOfTheRFC(bits: UInt64, expected: String)
  {
    #expect(text(.number(Double(bitPattern: bits))) == expected)
  }

  /// The order of names in RFC 8785, 3.2.3, where UTF-8 and UTF-16 differ.
  @Test func namesAreSortedByUTF16Units() {
    let value: JSONValue = [
      "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
      "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
      "\u{f6}": "Latin Small Letter O With Diaeresis", "": 0, "11": 1,
    ]
    let order = [
      "\"\":", "\"\\r\":", "\"1\":", "\"11\":", "\"\u{80}\":", "\"\u{f6}\":", "\"\u{20ac}\":",
      "\"\u{1f600}\":",
      "\"\u{fb33}\":",
    ]
    let text = text(value)
    let places = order.map { text.range(of: $0)?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
  }

  /// A random value; numbers of every size, strings of every kind of character.
  private func random(depth: Int, _ generator: inout some RandomNumberGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2:
      let number = Double(bitPattern: .random(in: 0 ... .max, using: &generator))
      return .number(number.isFinite ? number : 1.5)
    case 3:
      let digits = Double(Int64.random(in: -99_999_999...99_999_999, using: &generator))
      return .number(
        digits * [1e-20, 1e-7, 1e-6, 0.001, 1, 1e12, 1e13, 1e14, 1e21].randomElement(using: &generator)!)
    case 4, 5: return .string(string(&generator))
    case 6:
      return .array(
        (0..<Int.random(in: 0..<5, using: &generator)).map { _ in random(depth: depth - 1, &generator) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<Int.random(in: 0..<6, using: &generator) {
        members[string(&generator)] = random(depth: depth - 1, &generator)
      }
      return .object(members)
    }
  }

  private func string(_ generator: inout some RandomNumberGenerator) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &generator) {
      let limit = [0x30, 0x7F, 0x3FF, 0xFFFF, 0x10FFFF].randomElement(using: &generator)!
      if let scalar = Unicode.Scalar(UInt32.random(in: 0...UInt32(limit), using: &generator)) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let value = random(depth: 4, &generator)
      let read = try JSONValue(parsing: value.canonical)
      #expect(read == value)
      #expect(read.canonical == value.canonical)
    }
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: python),
      "the packages of Tests/requirements.txt are not installed (make deps-test)"))
  func anIndependentProgramWritesTheSame() throws {
    var generator = SystemRandomNumberGenerator()
    var texts: [UInt8] = []
    for _ in 0..<5000 { texts += random(depth: 4, &generator).canonical + [0x0A] }
    let folder = FileManager.default.temporaryDirectory.path + "/denchi-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(texts).write(to: URL(fileURLWithPath: folder + "/in"))
    _ = FileManager.default.createFile(atPath: folder + "/out", contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CanonicalTests.python)
    process.arguments = [CanonicalTests.root + "/Tests/ValuesTests/canonical.py"]
    process.standardInput = FileHandle(forReadingAtPath: folder + "/in")
    process.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
    try process.run()
    process.waitUntilExit()
    let output = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/out")), as: UTF8.self)
    #expect(output == "5000 texts\n")
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let python = root + "/.build/python/bin/python"
}
