extension Parser {
  /// What may follow a relation's name: `VERSION AS OF 12`, `TIMESTAMP AS OF '2024-06-01'` (also `FOR SYSTEM_TIME AS OF`),
  /// `RUN AS OF 7`, and `FOR EFFECTIVE '2024-06-01'`, alone or behind one of the others.
  mutating func relationMoment() throws(SQLError) -> RelationMoment? {
    var moment = RelationMoment()
    let first = start
    moment.point = try point()
    if keyword == .for, isWord("effective", at: 1) {
      advance()
      advance()
      moment.effective = try momentText("a date or timestamp in quotes")
    }
    guard moment.point != nil || moment.effective != nil else { return nil }
    moment.offset = Int(first)
    return moment
  }

  private mutating func point() throws(SQLError) -> RelationMoment.Point? {
    let ahead = keyword == .for ? 1 : 0
    guard peek(ahead + 1).keyword == .as, isWord("of", at: ahead + 2) else { return nil }
    let isVersion = isWord("version", at: ahead) || isWord("system_version", at: ahead)
    let isTime = isWord("timestamp", at: ahead) || isWord("system_time", at: ahead)
    let isRun = isWord("run", at: ahead)
    guard isVersion || isTime || isRun else { return nil }
    for _ in 0..<(ahead + 3) { advance() }
    if isTime { return .time(try momentText("a date or timestamp in quotes")) }
    let place = start
    let written = token.kind == .number ? text(token) : try momentText("a number")
    if token.kind == .number { advance() }
    guard let number = Int64(written), number > 0 else {
      throw error("'\(written)' is no number of a \(isRun ? "run" : "version"): they count from 1", at: place)
    }
    return isRun ? .run(number) : .version(number)
  }

  /// A text in quotes, with or without the word of its type before it.
  private mutating func momentText(_ what: StaticString) throws(SQLError) -> String {
    if isWord("date") || isWord("timestamp") { advance() }
    guard token.kind == .string || token.kind == .escapedString else { throw unexpected(expecting: what) }
    let text = stringValue(token)
    advance()
    return text
  }
}
