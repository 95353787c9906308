import Jinja
import Testing

/// Damaged templates end in text or in an error with a place inside the template, never in a trap.
@Suite struct MutationTests {
  /// A small generator of numbers from a seed, so that a failure can be repeated.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static let pieces = [
    "{{", "}}", "{%", "%}", "{#", "#}", "-%}", "{%-", "(", ")", "[", "]", "{", "}", "|", "~", "'", "\"", "\\", "é",
    "\n",
    " if ", " for ", " in ", " is ", " not ", "%", "**", "9999999999999999999", "loop", "caller()", "varargs", "endfor",
    "raw", "endraw", "recursive", "namespace()", ".", ",", ":", "=", "*",
  ]

  @Test(arguments: 1...4)
  func damagedTemplatesNeverTrap(seed: Int) throws {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let cases = try Jinja2Case.read(folder + "/Cases/jinja2.jsonl")
    var numbers = Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    for _ in 0..<400 {
      guard let chosen = cases.randomElement(using: &numbers), let source = try chosen.template else { continue }
      let damaged = damage(Array(source.utf8), &numbers)
      let environment = Environment()
      environment.undefinedBehavior =
        [.lenient, .strict, .chainable, .silent].randomElement(using: &numbers) ?? .lenient
      do {
        let rendered = try environment.render(Template(parsing: damaged, name: "damaged"))
        _ = rendered.sourceMap.location(ofUTF8Offset: rendered.text.utf8.count)
      } catch {
        let lines = damaged.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(error.line >= 1 && error.column >= 1, "\(damaged)")
        #expect(error.line <= lines + damaged.unicodeScalars.count { $0 == "\r" }, "\(damaged)")
      }
    }
  }

  private func damage(_ template: [UInt8], _ numbers: inout Numbers) -> String {
    var bytes = template
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
      let index = Int.random(in: 0...bytes.count, using: &numbers)
      switch Int.random(in: 0..<4, using: &numbers) {
      case 0 where index < bytes.count: bytes.remove(at: index)
      case 1: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: index)
      case 2 where index < bytes.count:
        bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...8, using: &numbers)))
      default: bytes.insert(contentsOf: (MutationTests.pieces.randomElement(using: &numbers) ?? "").utf8, at: index)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
