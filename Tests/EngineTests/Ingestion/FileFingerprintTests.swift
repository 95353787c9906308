import Glibc
import TestSupport
import Testing

@testable import Engine

@Suite struct FileFingerprintTests {
  /// Reference values from the `xxhash` package of PyPI (`xxh64`, seed 0).
  @Test(
    arguments: [
      (0, 0xEF46_DB37_51D8_E999), (1, 0xE934_A84A_DB05_2768), (3, 0x9FF7_0A63_5A62_09AB), (4, 0xAE5A_CDC0_0A55_AC41),
      (8, 0x8711_6B33_65B9_24EB), (31, 0x0F18_7C62_B1E7_22B7), (32, 0x91B0_CB09_31A8_C629), (33, 0x931B_043C_F8D6_5B94),
      (63, 0x2191_10BF_13E2_FA26), (100, 0x8E22_72C0_8247_D5DB), (1_000, 0x2527_5608_A9CF_C168),
    ] as [(Int, UInt64)])
  func `the hash is XXH64, in whatever pieces the bytes come`(_ count: Int, _ expected: UInt64) {
    let bytes = (0..<count).map { UInt8(($0 * 7) % 256) }
    for piece in [1, 7, 32, 33, 1_000] {
      var hash = ContentHash()
      var position = 0
      while position < count {
        let end = min(position + piece, count)
        bytes[position..<end].withUnsafeBytes { hash.update($0) }
        position = end
      }
      #expect(hash.value() == expected)
    }
  }

  @Test func `a file that was written anew looks changed, a copy has the same content`() throws {
    let folder = TemporaryFolder()
    let path = folder.write("one", to: "a")
    let copy = folder.write("one", to: "b")
    let before = try FileFingerprint(of: path, hashingContent: true)
    #expect(try FileFingerprint(of: path, hashingContent: false).looksUnchanged(since: before))
    #expect(try FileFingerprint(of: copy, hashingContent: true).hasSameContent(as: before) == true)
    #expect(try FileFingerprint(of: copy, hashingContent: false).hasSameContent(as: before) == nil)
    unlink(path)
    folder.write("two", to: "a")
    let after = try FileFingerprint(of: path, hashingContent: true)
    #expect(!after.looksUnchanged(since: before))
    #expect(after.hasSameContent(as: before) == false)
  }
}
