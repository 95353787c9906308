import Glibc

/// The raw files of growth-analytics in a folder, all their records in the order of the files' names.
struct RawFiles {
  let releases: [RawRecord]
  let signups: [RawRecord]
  let events: [RawRecord]
  let conversions: [RawRecord]

  init(folder: String) {
    releases = Self.records("\(folder)/feature_releases*.json")
    signups = Self.records("\(folder)/user_signups.jsonl*")
    events = Self.records("\(folder)/feature_usage_events*.jsonl*")
    conversions = Self.records("\(folder)/conversions.jsonl*")
  }

  /// `zcat -f` passes files that are not compressed through as they are.
  private static func records(_ pattern: String) -> [RawRecord] {
    RawRecord.all(in: ShellOutput.of("zcat -f \(pattern)"))
  }
}

/// What shell commands print.
enum ShellOutput {
  static func of(_ command: String) -> [UInt8] {
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

  static func text(_ command: String) -> String { String(decoding: of(command), as: UTF8.self) }
}
