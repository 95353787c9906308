import FoundationEssentials
import Testing

@testable import TerminalKit

@Suite struct ThemeTests {
  private static var folder: String {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/themes"
  }

  @Test func `The themes folder and the embedded themes are the same`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: ThemeTests.folder)
    #expect(Set(names) == Set(EmbeddedThemes.files.map { $0.name + ".yaml" }))
    for (name, yaml) in EmbeddedThemes.files {
      let data = try #require(FileManager.default.contents(atPath: "\(ThemeTests.folder)/\(name).yaml"))
      #expect(String(decoding: data, as: UTF8.self) == yaml)
    }
  }

  @Test func `Schemes load nested below palette, flat, and with the old key names`() throws {
    let colours = (0..<16).map { "base0\(String($0, radix: 16, uppercase: true)): \"\($0 < 8 ? "10" : "F0")2030\"" }
    let flat = "scheme: \"Flat\"\nauthor: 'me'\n" + colours.joined(separator: "\n")
    let nested = "system: base16\nname: Nested # note\npalette:\n" + colours.map { "  " + $0 }.joined(separator: "\r\n")
    let a = try Base16Scheme(yaml: flat, file: "flat.yaml")
    let b = try Base16Scheme(yaml: nested, file: "nested.yaml")
    #expect(a.name == "Flat" && b.name == "Nested")
    #expect(a.colour(of: .fail) == .rgb(0xF0, 0x20, 0x30) && b.colour(of: .fail) == a.colour(of: .fail))
    #expect(!a.isLight)
  }

  @Test func `A broken scheme says what is wrong where`() {
    #expect(throws: SchemeProblem(file: "x", line: 1, reason: "`red` is not a colour of six hexadecimal digits")) {
      try Base16Scheme(yaml: "base00: red", file: "x")
    }
    #expect(throws: SchemeProblem(file: "x", line: 0, reason: "no colour `base00`; a scheme has base00 to base0F")) {
      try Base16Scheme(yaml: "name: x", file: "x")
    }
  }

  /// WCAG 2: relative luminance and contrast ratio.
  private func contrast(_ a: Colour, _ b: Colour) -> Double {
    func luminance(_ colour: Colour) -> Double {
      guard let (r, g, b) = colour.components else { return 0 }
      let linear = [r, g, b].map { component -> Double in
        let c = Double(component) / 255
        // The cube is close enough to the standard's 2.4 power for a threshold.
        return c <= 0.03928
          ? c / 12.92 : (c + 0.055) / 1.055 * ((c + 0.055) / 1.055) * ((c + 0.055) / 1.055).squareRoot()
      }
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  @Test(arguments: EmbeddedThemes.files.map(\.name))
  func `Every role can be read on its theme's grounds`(_ name: String) throws {
    let yaml = try #require(EmbeddedThemes.files.first { $0.name == name }?.yaml)
    let scheme = try Base16Scheme(yaml: yaml, file: name)
    for role in StyleRole.allCases where ![.background, .panel, .selection].contains(role) {
      #expect(contrast(scheme.colour(of: role), scheme.colour(of: .background)) >= 4, "\(role)")
      #expect(contrast(scheme.colour(of: role), scheme.colour(of: .selection)) >= 2.6, "\(role)")
    }
  }

  @Test func `Without colour the chosen row and a failure still stand out`() {
    for depth in ColourDepth.allCases {
      for theme in [Theme.mono, .ansi16] {
        let plain = theme.ink(.text, depth: depth)
        #expect(theme.ink(Style(.text, on: .selection), depth: depth) != plain)
        #expect(theme.ink(Style(.fail), depth: depth) != plain)
      }
    }
  }

  @Test func `Two hundred and fifty-six colours take the nearest slot`() {
    #expect(Colour.rgb(255, 0, 0).nearest256 == 196)
    #expect(Colour.rgb(0, 0, 0).nearest256 == 16)
    #expect(Colour.rgb(128, 128, 128).nearest256 == 244)
    #expect(Colour.rgb(95, 135, 175).nearest256 == 67)
  }
}
