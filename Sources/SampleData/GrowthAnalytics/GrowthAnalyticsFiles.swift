/// Writes the raw files of growth-analytics: releases, signups, usage events and conversions.
///
/// Memory holds a month of events at most; users are made anew from their numbers for every month.
struct GrowthAnalyticsFiles {
  let options: SampleOptions
  let folder: String
  /// Users at scale 1: 5 000, who make about 40 000 events.
  private var userCount: Int { max(1, min(0xFFF_FFFF, Int(5000 * options.scale))) }

  init(options: SampleOptions, folder: String) {
    self.options = options
    self.folder = folder
  }

  func write(report: (SampleFile) -> Void) throws(SampleDataError) -> [SampleFile] {
    var files: [SampleFile] = []
    func done(_ file: SampleFile) {
      files.append(file)
      report(file)
    }
    for delivery in 0..<max(1, min(options.releases, GrowthRelease.deliveries.count)) {
      done(try writeReleases(delivery))
    }
    done(try writeSignups())
    done(try writeEvents())
    done(try writeConversions())
    return files
  }

  private func has(_ defect: SampleDefect) -> Bool { options.defects.contains(defect) }

  private func user(_ number: Int) -> GrowthUser { GrowthUser(number: number, of: userCount, seed: options.seed) }

  private func writeReleases(_ delivery: Int) throws(SampleDataError) -> SampleFile {
    let name = delivery == 0 ? "feature_releases.json" : "feature_releases_\(delivery + 1).json"
    var writer = try RecordWriter(path: "\(folder)/\(name)")
    let releases = GrowthRelease.deliveries[delivery]
    writer.write("[\n")
    for (index, release) in releases.enumerated() {
      writer.reserve()
      writer.write(#"  {"id": ""#)
      writer.write(release.id)
      writer.write(#"", "name": ""#)
      writer.write(release.name)
      writer.write(#"", "release_date": ""#)
      writer.write(release.date)
      writer.write(#"", "version": ""#)
      writer.write(release.version)
      writer.write(index + 1 < releases.count ? "\"},\n" : "\"}\n")
    }
    writer.write("]\n")
    try writer.finish()
    return SampleFile(name: name, records: releases.count, bytes: writer.bytes)
  }

  private func writeSignups() throws(SampleDataError) -> SampleFile {
    let name = "user_signups.jsonl"
    var writer = try RecordWriter(path: "\(folder)/\(name)")
    var records = 0
    let count = has(.shrunken) ? max(1, userCount / 20) : userCount
    for number in 0..<count {
      let user = user(number)
      let times = has(.duplicateIDs) && number % 100 == 7 ? 2 : 1
      for _ in 0..<times {
        writer.reserve()
        writer.write(signup: user, withCompanySize: !has(.missingColumn))
        records += 1
      }
    }
    try writer.finish()
    return SampleFile(name: name, records: records, bytes: writer.bytes)
  }

  private func writeEvents() throws(SampleDataError) -> SampleFile {
    let name = "feature_usage_events.jsonl"
    var writer = try RecordWriter(path: "\(folder)/\(name)")
    var records = 0
    for month in 0..<CalendarDays.monthLengths.count {
      let days = CalendarDays.monthStarts[month]..<CalendarDays.monthStarts[month + 1]
      var events: [UInt64] = []
      for number in 0..<userCount {
        let user = user(number)
        if user.signupDay >= days.upperBound { break }
        user.live(use: { if days.contains($0.day) { events.append($0.packed) } }, convert: { _ in })
      }
      events.sort()
      for packed in events {
        writer.reserve()
        records += 1
        let start = writer.position
        let event = GrowthEvent(packed: packed)
        writer.write(event: event, owner: owner(of: event, record: records))
        if has(.malformedLines), records % 1000 == 321 {
          writer.shorten(to: start + 60)
          writer.write("\n")
        }
      }
    }
    try writer.finish()
    return SampleFile(name: name, records: records, bytes: writer.bytes)
  }

  private func owner(of event: GrowthEvent, record: Int) -> GrowthEventOwner {
    if has(.nullIDs), record % 500 == 123 { return .nobody }
    if has(.orphans), record % 200 == 77 { return .user(9_000_000 + record % 1000) }
    return .user(event.user)
  }

  private func writeConversions() throws(SampleDataError) -> SampleFile {
    let name = "conversions.jsonl"
    var writer = try RecordWriter(path: "\(folder)/\(name)")
    var records = 0
    for month in 0..<CalendarDays.monthLengths.count where !has(.emptyFile) {
      let days = CalendarDays.monthStarts[month]..<CalendarDays.monthStarts[month + 1]
      var conversions: [GrowthConversion] = []
      for number in 0..<userCount {
        let user = user(number)
        if user.signupDay >= days.upperBound { break }
        user.live(use: { _ in }, convert: { if days.contains($0.day) { conversions.append($0) } })
      }
      conversions.sort { ($0.day, $0.user) < ($1.day, $1.user) }
      for conversion in conversions {
        writer.reserve()
        records += 1
        writer.write(conversion: conversion, withWrongType: has(.wrongTypes) && records % 50 == 3)
      }
    }
    try writer.finish()
    return SampleFile(name: name, records: records, bytes: writer.bytes)
  }
}
