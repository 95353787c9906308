/// Writes the raw files of opsdb: one of JSON Lines for each object of Salesforce and HubSpot.
///
/// Nothing is kept between records: each is made from the seed and its number, those it refers to as well.
struct OpsdbFiles {
  let options: SampleOptions
  let folder: String

  func write(report: (SampleFile) -> Void) throws(SampleDataError) -> [SampleFile] {
    let world = OpsWorld(scale: options.scale, seed: options.seed)
    let records = OpsRecords(world: world, defects: options.defects)
    var files: [SampleFile] = []
    for object in OpsObject.allCases {
      let file = try write(object, records)
      files.append(file)
      report(file)
    }
    return files
  }

  private func write(_ object: OpsObject, _ records: OpsRecords) throws(SampleDataError) -> SampleFile {
    let name = "\(object.name).jsonl"
    let tail = OpsCustomTail(object)
    var writer = try RecordWriter(path: "\(folder)/\(name)")
    var written = 0
    var count = records.world.count(object)
    if object == .campaignInfluence, records.has(.emptyFile) { count = 0 }
    if object == .account, records.has(.shrunken) { count = max(1, count / 20) }
    for number in 0..<count {
      for version in versions(object, number) {
        writer.reserve()
        let start = writer.position
        records.write(object, number, version, &writer)
        tail.write(records.world.random(object, number &+ 1_000_000_007), &writer)
        written += 1
        if object == .task, records.has(.malformedLines), written % 1000 == 321 {
          writer.shorten(to: start + 60)
          writer.write("\n")
        }
      }
    }
    try writer.finish()
    return SampleFile(name: name, records: written, bytes: writer.bytes)
  }

  /// The versions of a record that the file has, in its order.
  private func versions(_ object: OpsObject, _ number: Int) -> [OpsWorld.Version] {
    if object == .period { return [.latest] }
    if options.defects.contains(.duplicateIDs), object == .account, number % 100 == 7 { return [.latest, .latest] }
    guard OpsWorld.hasEarlierVersion(number) else { return [.latest] }
    return OpsWorld.comesLate(number) ? [.latest, .earlier] : [.earlier, .latest]
  }
}
