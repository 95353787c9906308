/// Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
func isValidUTF8(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
  var p = start
  while p < end {
    let lead = p.pointee
    if lead < 0x80 {
      p += 1
      continue
    }
    let left = end - p
    switch lead {
    case 0xC2...0xDF:
      guard left >= 2, p[1] & 0xC0 == 0x80 else { return false }
      p += 2
    case 0xE0...0xEF:
      guard left >= 3, p[1] & 0xC0 == 0x80, p[2] & 0xC0 == 0x80 else { return false }
      if lead == 0xE0, p[1] < 0xA0 { return false }
      if lead == 0xED, p[1] >= 0xA0 { return false }
      p += 3
    case 0xF0...0xF4:
      guard left >= 4, p[1] & 0xC0 == 0x80, p[2] & 0xC0 == 0x80, p[3] & 0xC0 == 0x80 else { return false }
      if lead == 0xF0, p[1] < 0x90 { return false }
      if lead == 0xF4, p[1] >= 0x90 { return false }
      p += 4
    default:
      return false
    }
  }
  return true
}

/// Eight bytes at once; the first in memory is the lowest.
@inline(__always)
func loadWord(_ p: UnsafePointer<UInt8>) -> UInt64 {
  UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
}

/// The byte at each of the eight places of a word.
@inline(__always)
func broadcast(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

/// The high bit of each place where `word` has a zero byte. The lowest set bit is exact; those above it may not be.
@inline(__always)
func zeroBytes(_ word: UInt64) -> UInt64 {
  (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
}
