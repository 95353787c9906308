/// The second source: companies, contacts and deals of HubSpot, some of them known to Salesforce too.
extension OpsRecords {
  /// The Salesforce account a company is, known by its domain or by its name alone; nil for a company of its own.
  private func account(ofCompany number: Int) -> (number: Int, byDomain: Bool)? {
    var random = world.random(.hubspotCompany, number)
    let kind = random.below(10)
    // No two companies are one account.
    let account = number * world.count(.account) / world.count(.hubspotCompany)
    guard kind < 6, !OpsWorld.isDeleted(account) else { return nil }
    return (account, kind < 4)
  }

  func hubspotCompany(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.hubspotCompany, -number - 1)
    let account = account(ofCompany: number)
    let created = OpsMoment(day: OpsCalendar.day(2021, 1, 1) + random.below(1400), second: random.below(86_400))
    writer.begin(.hubspotCompany, number)
    writer.key("property_name")
    writer.write(byte: 34)
    if let account {
      OpsAccount.writeName(account.number, &writer)
    } else {
      writer.write("Newcomer ")
      writer.write(number: number + 1)
    }
    writer.write(byte: 34)
    writer.key("property_domain")
    if let account, account.byDomain {
      writer.write(byte: 34)
      OpsAccount.writeDomain(account.number, &writer)
      writer.write(byte: 34)
    } else if account == nil {
      writer.write("\"newcomer-")
      writer.write(number: number + 1)
      writer.write(".example\"")
    } else {
      writer.write("null")
    }
    writer.field("property_industry", OpsAccount.industries[random.below(OpsAccount.industries.count)])
    writer.field("property_country", OpsAccount.countries[random.below(OpsAccount.countries.count)])
    writer.field("property_numberofemployees", number: 5 + random.below(5000))
    writer.field("property_lifecyclestage", ["lead", "opportunity", "customer"][random.below(3)])
    hubspotSystem(created, number, version, &writer)
  }

  func hubspotContact(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.hubspotContact, number)
    let isKnown = random.chance(500)
    let known = world.contact(number * world.count(.contact) / world.count(.hubspotContact))
    let person = OpsPerson(random, number: number)
    let created = OpsMoment(day: OpsCalendar.day(2021, 1, 1) + random.below(1400), second: random.below(86_400))
    writer.begin(.hubspotContact, number)
    writer.key("property_email")
    writer.write(byte: 34)
    if isKnown {
      // As people write it.
      known.writeEmail(&writer)
    } else {
      writer.write("Hub.")
      writer.write(number: number + 1)
      writer.write("@Mail.Example")
    }
    writer.write(byte: 34)
    writer.field("property_firstname", OpsPerson.firstNames[person.first])
    writer.field("property_lastname", OpsPerson.lastNames[person.last])
    writer.field("property_jobtitle", OpsContact.titles[random.below(OpsContact.titles.count)])
    writer.field("associatedcompanyid", id: .hubspotCompany, world.any(.hubspotCompany, &random))
    writer.field("property_lifecyclestage", ["subscriber", "lead", "customer"][random.below(3)])
    hubspotSystem(created, number, version, &writer)
  }

  func hubspotDeal(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.hubspotDeal, number)
    let stage = version == .earlier ? 0 : random.below(4)
    let created = OpsMoment(day: OpsCalendar.day(2022, 1, 1) + random.below(1000), second: random.below(86_400))
    writer.begin(.hubspotDeal, number)
    writer.key("property_dealname")
    writer.write("\"Deal ")
    writer.write(number: number + 1)
    writer.write(byte: 34)
    writer.field("property_amount", cents: (1_000 + random.below(40_000)) * 100)
    writer.field(
      "property_dealstage", ["appointmentscheduled", "contractsent", "closedwon", "closedlost"][stage])
    writer.field("property_pipeline", "default")
    writer.field("property_closedate", moment: created.later(seconds: 86_400 * (10 + random.below(90))))
    writer.field("associatedcompanyid", id: .hubspotCompany, world.any(.hubspotCompany, &random))
    writer.field("associatedcontactid", id: .hubspotContact, world.any(.hubspotContact, &random))
    hubspotSystem(created, number, version, &writer)
  }

  private func hubspotSystem(
    _ created: OpsMoment, _ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter
  ) {
    writer.field("property_createdate", moment: created)
    writer.field("is_deleted", flag: version == .latest && OpsWorld.isDeleted(number))
    writer.field("_fivetran_synced", moment: created.later(seconds: version == .earlier ? 3600 : 400_000))
  }
}
