/// The bytes that mean something in CSV and in numbers.
enum Ascii {
  static let lineFeed: UInt8 = 0x0a
  static let carriageReturn: UInt8 = 0x0d
  static let quote: UInt8 = 0x22
  static let comma: UInt8 = 0x2c
  static let plus: UInt8 = 0x2b
  static let minus: UInt8 = 0x2d
  static let point: UInt8 = 0x2e
  static let zero: UInt8 = 0x30
}

func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
}

/// How far bytes are UTF-8: `valid` bytes are, and at `invalid` begins a sequence that is not.
///
/// A sequence that the end of the bytes cuts off is invalid only where that is the end of the file.
func checkUTF8(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> (valid: Int, invalid: Int?) {
  var i = 0
  while i < bytes.count {
    let first = bytes[i]
    if first < 0x80 {
      i += 1
      continue
    }
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xbf
    switch first {
    case 0xc2...0xdf: length = 2
    case 0xe0: (length, low) = (3, 0xa0)
    case 0xed: (length, high) = (3, 0x9f)
    case 0xe1...0xef: length = 3
    case 0xf0: (length, low) = (4, 0x90)
    case 0xf1...0xf3: length = 4
    case 0xf4: (length, high) = (4, 0x8f)
    default: return (i, i)
    }
    for k in 1..<length {
      guard i + k < bytes.count else { return isEnd ? (i, i) : (i, nil) }
      guard bytes[i + k] >= low && bytes[i + k] <= high else { return (i, i) }
      (low, high) = (0x80, 0xbf)
    }
    i += length
  }
  return (i, nil)
}
