/// Texts numbered from 0 in the order they came, found by their bytes.
///
/// Open addressing with linear probing over slots of 32 bytes. A text of up to 24 bytes lies in its slot, so that
/// finding it touches one cache line; of a longer one the slot holds the hash.
struct IdTable: Sendable {
  private struct Slot {
    var word0: UInt64 = 0
    var word1: UInt64 = 0
    var word2: UInt64 = 0
    var length: UInt32 = 0
    /// Number of the text and 1; 0 for a free slot.
    var number: UInt32 = 0
  }

  private(set) var texts = TextColumn()
  private var slots: [Slot] = [Slot](repeating: Slot(), count: 64)
  private var mask = 63

  var count: Int { texts.count }

  /// Makes room for so many texts at once.
  mutating func reserve(_ count: Int, bytes: Int) {
    texts.reserve(rows: count, bytes: bytes)
    var size = slots.count
    while size < count * 2 { size *= 2 }
    if size > slots.count { rehash(size) }
  }

  /// The number of a text, or -1.
  @inline(__always)
  func find(_ field: Field) -> Int32 {
    let key = Self.key(field)
    return slots.withUnsafeBufferPointer { slots in
      let place = probe(slots, key, field)
      return Int32(truncatingIfNeeded: slots[place].number) &- 1
    }
  }

  func find(_ text: String) -> Int32 { withField(text) { find($0) } }

  /// The number of a text, which is added where it is new.
  @inline(__always)
  mutating func intern(_ field: Field) -> (number: Int32, isNew: Bool) {
    let key = Self.key(field)
    let place = slots.withUnsafeBufferPointer { probe($0, key, field) }
    let found = slots[place].number
    if found != 0 { return (Int32(truncatingIfNeeded: found) &- 1, false) }
    return (insert(key, field, at: place), true)
  }

  mutating func intern(_ text: String) -> Int32 { withField(text) { intern($0).number } }

  @inline(never)
  private mutating func insert(_ key: Slot, _ field: Field, at place: Int) -> Int32 {
    var slot = key
    slot.number = UInt32(truncatingIfNeeded: texts.count + 1)
    slots[place] = slot
    texts.append(field)
    if texts.count * 2 > slots.count { rehash(slots.count * 2) }
    return Int32(truncatingIfNeeded: slot.number) &- 1
  }

  private mutating func rehash(_ size: Int) {
    let old = slots
    mask = size - 1
    slots = [Slot](repeating: Slot(), count: size)
    slots.withUnsafeMutableBufferPointer { slots in
      for slot in old where slot.number != 0 {
        var place = Self.hash(slot) & mask
        while slots[place].number != 0 { place = (place + 1) & mask }
        slots[place] = slot
      }
    }
  }

  /// Where the key is, or the free slot where it would be.
  @inline(__always)
  private func probe(_ slots: UnsafeBufferPointer<Slot>, _ key: Slot, _ field: Field) -> Int {
    var place = Self.hash(key) & mask
    while true {
      let slot = slots[place]
      if slot.number == 0 { return place }
      if slot.word0 == key.word0 && slot.word1 == key.word1 && slot.word2 == key.word2
        && slot.length == key.length
        && (key.length <= 24 || texts.row(Int(slot.number) - 1, equals: field))
      {
        return place
      }
      place = (place &+ 1) & mask
    }
  }

  @inline(__always)
  private static func key(_ field: Field) -> Slot {
    let length = UInt32(truncatingIfNeeded: field.count)
    if field.count <= 8 { return Slot(word0: field.word(at: 0), length: length) }
    if field.count <= 24 {
      return Slot(
        word0: field.word(at: 0), word1: field.word(at: 8), word2: field.word(at: 16), length: length)
    }
    var a: UInt64 = 0x9e37_79b9_7f4a_7c15
    var b: UInt64 = 0xd1b5_4a32_d192_ed03
    var offset = 0
    while offset < field.count {
      a = mix(a ^ field.word(at: offset), 0xa076_1d64_78bd_642f)
      b = mix(b ^ field.word(at: offset &+ 8), 0xe703_7ed1_a0b4_28db)
      offset &+= 16
    }
    return Slot(word0: a, word1: b, length: length)
  }

  @inline(__always)
  private static func hash(_ key: Slot) -> Int {
    var hash = mix(key.word0 ^ 0x8ebc_6af0_9c88_c6e3, UInt64(key.length) ^ 0x5899_65cc_7537_4cc3)
    if key.length > 8 {
      hash = mix(hash ^ key.word1, 0xa076_1d64_78bd_642f)
      if key.length > 16 { hash = mix(hash ^ key.word2, 0xe703_7ed1_a0b4_28db) }
    }
    return Int(truncatingIfNeeded: hash)
  }

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}

/// A column of texts that repeat: each text once, and its number by row.
struct PooledColumn: Sendable {
  private(set) var pool = IdTable()
  /// By row; -1 for none. Empty as long as no row has a text.
  private(set) var numbers: [Int32] = []

  /// The text of a row; "" for none.
  func text(_ row: Int) -> String {
    row < numbers.count && numbers[row] >= 0 ? pool.texts[Int(numbers[row])] : ""
  }

  /// Adds a column of a batch whose first row is `row`.
  mutating func append(_ batch: borrowing RowBatch, _ column: Int?, at row: Int, expectedRows: Int) {
    guard let column else { return }
    if numbers.isEmpty {
      guard (0..<batch.count).contains(where: { !batch.field($0, column).isEmpty }) else { return }
      begin(row, expectedRows)
    }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: batch.count) { target in
      var last = Field(start: batch.base, count: 0)
      var number: Int32 = -1
      for r in 0..<batch.count {
        let field = batch.field(r, column)
        if !(field == last) {
          number = field.isEmpty ? -1 : pool.intern(field).number
          last = field
        }
        target[r] = number
      }
      numbers.append(contentsOf: target)
    }
  }

  /// Adds one row of a batch as row `row`.
  mutating func append(_ batch: borrowing RowBatch, _ r: Int, _ column: Int?, at row: Int, expectedRows: Int) {
    guard let column else { return }
    let field = batch.field(r, column)
    if numbers.isEmpty {
      if field.isEmpty { return }
      begin(row, expectedRows)
    }
    numbers.append(field.isEmpty ? -1 : pool.intern(field).number)
  }

  private mutating func begin(_ row: Int, _ expectedRows: Int) {
    numbers.reserveCapacity(expectedRows)
    numbers.append(contentsOf: repeatElement(-1, count: row))
  }
}
