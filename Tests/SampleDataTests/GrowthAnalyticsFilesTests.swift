import SampleData
import Testing

@Suite("Data for growth-analytics") struct GrowthAnalyticsFilesTests {
  private static let names = [
    "feature_releases.json", "user_signups.jsonl", "feature_usage_events.jsonl", "conversions.jsonl",
  ]

  @Test("what lies in sample-data is scale 1 of seed 1, byte for byte")
  func committed() throws {
    let folder = try SampleFolder(SampleOptions())
    let home = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    for name in Self.names {
      let file = "/\(home)/sample-data/growth-analytics/data/\(name)"
      let isZipped = name == "feature_usage_events.jsonl"
      let committed = SampleFolder.output(isZipped ? "gzip -dc '\(file).gz'" : "cat '\(file)'")
      #expect(!committed.isEmpty)
      #expect(folder.bytes(name) == committed, "\(name)")
    }
  }

  @Test("the same seed gives the same files, another seed others")
  func seeds() throws {
    let first = try SampleFolder(SampleOptions(scale: 0.05, seed: 7))
    let again = try SampleFolder(SampleOptions(scale: 0.05, seed: 7))
    let other = try SampleFolder(SampleOptions(scale: 0.05, seed: 8))
    for name in Self.names { #expect(first.bytes(name) == again.bytes(name)) }
    #expect(first.bytes("user_signups.jsonl") != other.bytes("user_signups.jsonl"))
  }

  @Test("users count up with the scale and sign up in the order of their numbers, events are in the order of time")
  func order() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.1))
    let signups = folder.lines("user_signups.jsonl")
    #expect(signups.count == 500)
    #expect(signups.first?.hasPrefix(#"{"user_id": "user_0000001", "email": "user.1@"#) == true)
    let days = signups.map { field("signup_date", of: $0) }
    #expect(days == days.sorted())
    let times = folder.lines("feature_usage_events.jsonl").map { field("timestamp", of: $0) }
    #expect(times.count > 2000)
    #expect(times == times.sorted())
  }

  @Test("nobody uses a feature before its release or before signing up, or converts before signing up")
  func causality() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.2))
    var signup: [String: String] = [:]
    for line in folder.lines("user_signups.jsonl") {
      signup[field("user_id", of: line)] = field("signup_date", of: line)
    }
    var release: [String: String] = [:]
    for line in folder.lines("feature_releases.json") where line.contains("feat_") {
      let id = field("id", of: line)
      release[id] = min(release[id] ?? "9999", field("release_date", of: line))
    }
    for line in folder.lines("feature_usage_events.jsonl") {
      let day = String(field("timestamp", of: line).prefix(10))
      #expect(day >= signup[field("user_id", of: line)] ?? "9999", "\(line)")
      #expect(day >= release[field("feature_id", of: line)] ?? "9999", "\(line)")
    }
    for line in folder.lines("conversions.jsonl") {
      #expect(field("signup_date", of: line) == signup[field("user_id", of: line)])
      #expect(field("conversion_date", of: line) > field("signup_date", of: line))
    }
  }

  @Test("users of real-time collaboration convert more often than the rest")
  func adoptionHelps() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.3))
    let users = Set(
      folder.lines("feature_usage_events.jsonl").filter { $0.contains("real_time_collab") }.map {
        field("user_id", of: $0)
      })
    let converted = Set(folder.lines("conversions.jsonl").map { field("user_id", of: $0) })
    let all = Set(folder.lines("user_signups.jsonl").map { field("user_id", of: $0) })
    let with = Double(users.intersection(converted).count) / Double(users.count)
    let without = Double(converted.subtracting(users).count) / Double(all.subtracting(users).count)
    #expect(with > 1.5 * without)
  }

  @Test("six deliveries of releases, the first with eight releases of six features")
  func releases() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.01, releases: 9))
    let first = folder.lines("feature_releases.json").filter { $0.contains("feat_") }
    #expect(first.count == 8)
    #expect(Set(first.map { field("id", of: $0) }).count == 6)
    let counts = (2...6).map { number in folder.lines("feature_releases_\(number).json").count - 2 }
    #expect(counts == [1, 2, 1, 3, 2])
    #expect(folder.bytes("feature_releases_7.json").isEmpty)
  }

  private func field(_ name: String, of line: String) -> String {
    guard let start = line.range(of: "\"\(name)\": \"")?.upperBound, let end = line[start...].firstIndex(of: "\"")
    else {
      return ""
    }
    return String(line[start..<end])
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}
