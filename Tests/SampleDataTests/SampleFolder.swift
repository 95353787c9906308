import Glibc
import SampleData

/// A folder of generated data that is gone with its value.
struct SampleFolder: ~Copyable {
  let path: String

  init(_ options: SampleOptions, of pipeline: SamplePipeline = .growthAnalytics) throws {
    var template = Array("/tmp/sluice-sample-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp/sluice-sample"
    try pipeline.generate(into: path, options: options)
  }

  deinit { system("rm -rf '\(path)'") }

  func bytes(_ name: String) -> [UInt8] { Self.output("cat '\(path)/\(name)'") }

  func lines(_ name: String) -> [String] {
    bytes(name).split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What a shell command prints.
  static func output(_ command: String) -> [UInt8] {
    guard let pipe = popen(command, "r") else { return [] }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, pipe)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}
