/// Members of a JSON object, one call each. The first is written by `begin`.
extension RecordWriter {
  mutating func key(_ name: StaticString) {
    write(",\"")
    write(name)
    write("\":")
  }

  mutating func null(_ name: StaticString) {
    key(name)
    write("null")
  }

  mutating func field(_ name: StaticString, _ text: StaticString) {
    key(name)
    write(byte: 34)
    write(text)
    write(byte: 34)
  }

  mutating func field(_ name: StaticString, number: Int) {
    key(name)
    write(signed: number)
  }

  /// An amount of money, in cents, with two digits after the point.
  mutating func field(_ name: StaticString, cents: Int) {
    key(name)
    write(signed: cents / 100)
    write(byte: 46)
    write(number: abs(cents) % 100, width: 2)
  }

  mutating func field(_ name: StaticString, flag: Bool) {
    key(name)
    write(flag ? "true" : "false")
  }

  mutating func field(_ name: StaticString, id object: OpsObject, _ number: Int?) {
    key(name)
    guard let number else { return write("null") }
    write(id: object, number)
  }

  mutating func field(_ name: StaticString, day: Int?) {
    key(name)
    guard let day else { return write("null") }
    write(byte: 34)
    write(opsDay: day)
    write(byte: 34)
  }

  mutating func field(_ name: StaticString, moment: OpsMoment?) {
    key(name)
    guard let moment else { return write("null") }
    write(moment)
  }

  /// An id in quotes: eighteen characters, as Salesforce's are; a number for HubSpot.
  mutating func write(id object: OpsObject, _ number: Int) {
    write(byte: 34)
    switch object {
    case .hubspotCompany, .hubspotContact, .hubspotDeal: write(number: 7_000_000_000 + number)
    default:
      write(object.keyPrefix)
      write("5e0000")
      write(number: number, width: 9)
    }
    write(byte: 34)
  }

  mutating func write(_ moment: OpsMoment) {
    write(byte: 34)
    write(opsDay: moment.day)
    write(byte: 84)
    write(secondOfDay: moment.second)
    write(".000Z\"")
  }

  mutating func write(opsDay day: Int) {
    OpsCalendar.text.withUnsafeBufferPointer { text in
      let day = max(0, min(OpsCalendar.end - 1, day))
      write(UnsafeBufferPointer(rebasing: text[(day * 10)..<(day * 10 + 10)]))
    }
  }

  mutating func write(signed number: Int) {
    if number < 0 { write(byte: 45) }
    write(number: abs(number))
  }

  /// Begins a record with its id.
  mutating func begin(_ object: OpsObject, _ number: Int?) {
    write(#"{"id":"#)
    guard let number else { return write("null") }
    write(id: object, number)
  }

  /// What every object of Salesforce has.
  mutating func system(
    created: OpsMoment, by creator: Int, modified: OpsMoment, _ number: Int, _ version: OpsWorld.Version
  ) {
    let modified = version == .earlier ? created.later(seconds: 30) : modified
    if number % 50 == 11 {
      null("is_deleted")
    } else {
      field("is_deleted", flag: version == .latest && OpsWorld.isDeleted(number))
    }
    field("created_date", moment: created)
    field("created_by_id", id: .user, creator)
    field("last_modified_date", moment: modified)
    field("last_modified_by_id", id: .user, creator)
    field("system_modstamp", moment: modified)
    field("_fivetran_synced", moment: modified.later(seconds: version == .earlier ? 900 : 5400))
  }
}
