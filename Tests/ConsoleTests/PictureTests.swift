import Console
import Glibc
import TerminalKit
import Testing

/// Screens as text, as they were when somebody looked at them and found them good. `RECORD=1` writes them anew.
@Suite struct PictureTests {
  private static let folder: String = {
    let here = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/\(here)/Expectations/console"
  }()

  private static let sizes = [Size(40, 12), Size(80, 24), Size(120, 40)]

  @Test(arguments: ScreenPlace.pictured.map(\.name), sizes)
  func `A screen looks as it did`(_ name: String, _ size: Size) async throws {
    let place = try #require(ScreenPlace.pictured.first { $0.name == name })
    try Self.compare(try await ScreenPlace.open(place.keys, size), name, size)
  }

  @Test(arguments: ScreenPlace.wide.map(\.name), [Size(200, 60), Size(100, 60)])
  func `A screen in a large window looks as it did once the keys are at rest`(_ name: String, _ size: Size) async throws
  {
    let place = try #require(ScreenPlace.wide.first { $0.name == name })
    var console = try await ScreenPlace.open(place.keys, size)
    await console.rest()
    try Self.compare(console, name, size)
  }

  private static func compare(_ console: ConsoleDriver, _ name: String, _ size: Size) throws {
    // The frame has pictures of its own.
    let body = FrameLayout(size: size).body
    let picture =
      console.lines[body.y..<body.maxY].map { line in
        String(line.reversed().drop { $0 == " " }.reversed())
      }.joined(separator: "\n") + "\n"
    let path = "\(Self.folder)/\(name)-\(size.width)x\(size.height).txt"
    if getenv("RECORD") != nil {
      mkdir(Self.folder, 0o755)
      let file = try #require(fopen(path, "w"))
      fputs(picture, file)
      fclose(file)
      return
    }
    #expect(picture == Self.text(path), "\(name) at \(size.width)x\(size.height) looks otherwise:\n\(picture)")
  }

  private static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
