import Glibc
import Testing

@testable import Engine

@Suite("The list of cases")
struct CaseListTests {
  @Test("each of the 41 cases of a slowly changing table is a test that bears its number")
  func complete() throws {
    let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    var found: Set<Int> = []
    for name in FolderListing.names("/" + here) where name.hasSuffix("Tests.swift") {
      guard let file = fopen("/\(here)/\(name)", "r") else { continue }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 4_096)
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // `@Test("16 and 40: …`, `@Test("9, 11, 39: …`.
        guard let title = text.firstRange(of: "@Test(\"").map({ text[$0.upperBound...] }) ?? wrapped(text),
          let colon = title.firstIndex(of: ":")
        else { continue }
        let words = title[..<colon].split { $0 == " " || $0 == "," }
        guard words.allSatisfy({ $0 == "and" || Int($0) != nil }) else { continue }
        found.formUnion(words.compactMap { Int($0) })
      }
    }
    #expect(found.isSuperset(of: 1...41), "missing: \(Set(1...41).subtracting(found).sorted())")
  }

  /// The title of a test whose arguments are on lines of their own.
  private func wrapped(_ line: String) -> Substring? {
    let text = line.drop { $0 == " " }
    return text.hasPrefix("\"") ? text.dropFirst() : nil
  }
}
