import CNumber

/// Texts numbered from 0 in the order they came, found by their bytes.
///
/// Open addressing with linear probing, a quarter full at most, over slots of 16 bytes. A text of up to 8
/// bytes lies in its slot, so that finding it touches one cache line; of a longer one the slot holds the
/// hash.
struct IdTable: Sendable {
  private struct Slot {
    /// The text, or its hash where it is longer than 8 bytes.
    var word: UInt64 = 0
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
    while size < count * 3 { size *= 2 }
    if size > slots.count { rehash(size) }
  }

  /// The number of a text, or -1.
  @inline(__always)
  func find(_ field: Field) -> Int32 {
    let key = Self.word(field)
    return slots.withUnsafeBufferPointer { slots in
      Int32(truncatingIfNeeded: slots[probe(slots, key, Self.hash(key) & mask, field)].number) &- 1
    }
  }

  func find(_ text: String) -> Int32 { withField(text) { find($0) } }

  /// The numbers of a column of a batch, -1 for unknown texts.
  ///
  /// The slots are asked for before any is looked at, so that the memory works on all of them at once.
  func find(_ batch: borrowing RowBatch, _ column: Int, into target: UnsafeMutablePointer<Int32>) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: RowBatch.capacity) { words in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: RowBatch.capacity) { places in
        slots.withUnsafeBufferPointer { slots in
          var last = Field(start: batch.base, count: -1)
          var lastWord: UInt64 = 0
          for r in 0..<batch.count {
            let field = batch.field(r, column)
            let word = Self.word(field)
            words[r] = word
            if word == lastWord && field.count == last.count && (field.count <= 8 || field == last) {
              places[r] = -1
              continue
            }
            last = field
            lastWord = word
            let place = Self.hash(word) & mask
            places[r] = place
            denchi_prefetch(slots.baseAddress.map { UnsafeRawPointer($0 + place) })
          }
          var number: Int32 = -1
          for r in 0..<batch.count {
            if places[r] >= 0 {
              let found = probe(slots, words[r], places[r], batch.field(r, column))
              number = Int32(truncatingIfNeeded: slots[found].number) &- 1
            }
            target[r] = number
          }
        }
      }
    }
  }

  /// The number of a text, which is added where it is new.
  @inline(__always)
  mutating func intern(_ field: Field) -> (number: Int32, isNew: Bool) {
    let key = Self.word(field)
    let place = slots.withUnsafeBufferPointer { probe($0, key, Self.hash(key) & mask, field) }
    let found = slots[place].number
    if found != 0 { return (Int32(truncatingIfNeeded: found) &- 1, false) }
    return (insert(key, field, at: place), true)
  }

  mutating func intern(_ text: String) -> Int32 { withField(text) { intern($0).number } }

  @inline(never)
  private mutating func insert(_ key: UInt64, _ field: Field, at place: Int) -> Int32 {
    let number = texts.count
    slots[place] = Slot(
      word: key, length: UInt32(truncatingIfNeeded: field.count),
      number: UInt32(truncatingIfNeeded: number + 1))
    texts.append(field)
    if texts.count * 4 > slots.count { rehash(slots.count * 2) }
    return Int32(truncatingIfNeeded: number)
  }

  private mutating func rehash(_ size: Int) {
    let old = slots
    mask = size - 1
    slots = [Slot](repeating: Slot(), count: size)
    slots.withUnsafeMutableBufferPointer { slots in
      for slot in old where slot.number != 0 {
        var place = Self.hash(slot.word) & mask
        while slots[place].number != 0 { place = (place + 1) & mask }
        slots[place] = slot
      }
    }
  }

  /// Where the key is, or the free slot where it would be.
  @inline(__always)
  private func probe(
    _ slots: UnsafeBufferPointer<Slot>, _ key: UInt64, _ start: Int, _ field: Field
  ) -> Int {
    var place = start
    let length = UInt32(truncatingIfNeeded: field.count)
    while true {
      let slot = slots[place]
      if slot.word == key && slot.length == length && slot.number != 0
        && (length <= 8 || texts.row(Int(slot.number) - 1, equals: field))
      {
        return place
      }
      if slot.number == 0 { return place }
      place = (place &+ 1) & mask
    }
  }

  /// The text itself up to 8 bytes, its hash beyond.
  @inline(__always)
  private static func word(_ field: Field) -> UInt64 {
    if field.count <= 8 { return field.word(at: 0) }
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    var offset = 0
    while offset < field.count {
      hash = mix(hash ^ field.word(at: offset), 0xa076_1d64_78bd_642f ^ field.word(at: offset &+ 8))
      offset &+= 16
    }
    return hash
  }

  @inline(__always)
  private static func hash(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: mix(word ^ 0x8ebc_6af0_9c88_c6e3, 0xe703_7ed1_a0b4_28db))
  }

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
