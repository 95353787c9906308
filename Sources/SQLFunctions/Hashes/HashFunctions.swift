import SQLiteKit

extension ResultContext {
  /// Gives bytes as lower-case hexadecimal text.
  borrowing func setHex(_ bytes: UnsafeBufferPointer<UInt8>) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, bytes.count * 2)) { out in
      for (index, byte) in bytes.enumerated() {
        let (high, low) = (byte >> 4, byte & 15)
        out[index * 2] = high < 10 ? 0x30 + high : 0x57 + high
        out[index * 2 + 1] = low < 10 ? 0x30 + low : 0x57 + low
      }
      setText(UnsafeBufferPointer(rebasing: out[0..<(bytes.count * 2)]))
    }
  }

  borrowing func setHex(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { setHex($0) } }
}

func registerHashes(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "md5", 1) { arguments, result in
    Digests.md5(arguments.textBytes(0)) { result.setHex($0) }
  }
  try strict(connection, "sha1", 1) { arguments, result in result.setHex(Digests.sha1(arguments.textBytes(0))) }
  try strict(connection, "sha256", 1) { arguments, result in result.setHex(Digests.sha256(arguments.textBytes(0))) }
  try strict(connection, "sha2", 2) { arguments, result in
    switch arguments.int64(1) {
    case 0, 256: result.setHex(Digests.sha256(arguments.textBytes(0)))
    case 224: result.setHex(Digests.sha256(arguments.textBytes(0), short: true))
    case 384: result.setHex(Digests.sha512(arguments.textBytes(0), short: true))
    case 512: result.setHex(Digests.sha512(arguments.textBytes(0)))
    default: result.setNull()
    }
  }
  try strict(connection, "crc32", 1) { arguments, result in
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in arguments.textBytes(0) {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    result.set(Int64(~crc))
  }
  try strict(connection, "xxhash64", 2) { arguments, result in
    let seed = UInt64(bitPattern: arguments.int64(1))
    result.set(Int64(bitPattern: XXHash64.hash(arguments.textBytes(0), seed: seed)))
  }
  try connection.createFunction("random_uuid", argumentCount: 0, options: [.innocuous]) { _, result in
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }
    let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
    result.set(groups.joined(separator: "-"))
  }
  try registerEncodings(on: connection)
}

private func registerEncodings(on connection: Connection) throws(SQLiteError) {
  try strict(connection, "to_hex", 1) { arguments, result in
    switch arguments.type(0) {
    case .integer: result.set(String(UInt64(bitPattern: arguments.int64(0)), radix: 16))
    default: result.setHex(Array(arguments.blobBytes(0)))
    }
  }
  try strict(connection, "unhex", 1) { arguments, result in
    let digits = Array(arguments.textBytes(0))
    guard digits.count % 2 == 0 else { return result.setNull() }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) else {
        return result.setNull()
      }
      bytes.append(byte)
    }
    bytes.withUnsafeBufferPointer { result.setBlob($0) }
  }
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  try strict(connection, "base64", 1) { arguments, result in
    let bytes = Array(arguments.blobBytes(0))
    var out: [UInt8] = []
    for index in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - index)
      var value = UInt32(bytes[index]) << 16
      if count > 1 { value |= UInt32(bytes[index + 1]) << 8 }
      if count > 2 { value |= UInt32(bytes[index + 2]) }
      for position in 0..<4 {
        out.append(position <= count ? alphabet[Int(value >> UInt32(18 - position * 6)) & 63] : UInt8(ascii: "="))
      }
    }
    out.withUnsafeBufferPointer { result.setText($0) }
  }
  try strict(connection, "unbase64", 1) { arguments, result in
    var bytes: [UInt8] = []
    var value: UInt32 = 0
    var bits = 0
    for c in arguments.textBytes(0) where c != UInt8(ascii: "=") && c > 0x20 {
      guard let digit = alphabet.firstIndex(of: c) else { throw FunctionError("not base64 text") }
      value = value << 6 | UInt32(digit)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
      }
    }
    bytes.withUnsafeBufferPointer { result.setBlob($0) }
  }
}

/// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
enum XXHash64 {
  private static let p1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let p2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let p3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let p4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let p5: UInt64 = 0x27D4_EB2F_1656_67C5

  private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { x << n | x >> (64 - n) }

  private static func round(_ accumulator: UInt64, _ lane: UInt64) -> UInt64 {
    rotate(accumulator &+ lane &* p2, 31) &* p1
  }

  static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
    func lane(_ at: Int) -> UInt64 { (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[at + $1]) } }
    var at = 0
    var hash: UInt64
    if bytes.count >= 32 {
      var v = [seed &+ p1 &+ p2, seed &+ p2, seed, seed &- p1]
      while at + 32 <= bytes.count {
        for index in 0..<4 { v[index] = round(v[index], lane(at + index * 8)) }
        at += 32
      }
      hash = rotate(v[0], 1) &+ rotate(v[1], 7) &+ rotate(v[2], 12) &+ rotate(v[3], 18)
      for value in v { hash = (hash ^ round(0, value)) &* p1 &+ p4 }
    } else {
      hash = seed &+ p5
    }
    hash &+= UInt64(bytes.count)
    while at + 8 <= bytes.count {
      hash = rotate(hash ^ round(0, lane(at)), 27) &* p1 &+ p4
      at += 8
    }
    if at + 4 <= bytes.count {
      let word = (0..<4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[at + $1]) }
      hash = rotate(hash ^ (word &* p1), 23) &* p2 &+ p3
      at += 4
    }
    while at < bytes.count {
      hash = rotate(hash ^ (UInt64(bytes[at]) &* p5), 11) &* p1
      at += 1
    }
    hash = (hash ^ (hash >> 33)) &* p2
    hash = (hash ^ (hash >> 29)) &* p3
    return hash ^ (hash >> 32)
  }
}
