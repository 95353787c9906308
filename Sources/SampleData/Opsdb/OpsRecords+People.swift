/// Users, accounts, contacts and leads as the raw tables have them.
extension OpsRecords {
  func user(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    let person = world.user(number)
    var random = world.random(.user, number)
    _ = (random.next(), random.next())
    let created = OpsMoment(day: 400 + random.below(600), second: 32_400)
    writer.begin(.user, number)
    writer.field("first_name", OpsPerson.firstNames[person.first])
    writer.field("last_name", OpsPerson.lastNames[person.last])
    writer.key("name")
    writer.write(person)
    writer.key("email")
    writer.write("\"user.")
    writer.write(number: number + 1)
    writer.write("@ops.example\"")
    writer.field("title", ["Account Executive", "Sales Manager", "SDR", "Customer Success Manager"][random.below(4)])
    writer.field("department", ["Sales", "Sales", "Marketing", "Success"][random.below(4)])
    writer.field("user_role_id", id: .user, nil)
    writer.field("manager_id", id: .user, number < 8 ? nil : number / 8)
    writer.field("is_active", flag: !random.chance(80))
    writer.field("user_type", "Standard")
    writer.field("time_zone_sid_key", "America/Los_Angeles")
    writer.field("locale_sid_key", "en_US")
    writer.field("region_c", ["AMER", "EMEA", "APAC"][number % 3])
    writer.field("last_login_date", moment: OpsMoment(day: OpsCalendar.today - random.below(40), second: 30_000))
    let modified = OpsMoment(day: created.day + 30 + random.below(600), second: 43_200)
    writer.system(created: created, by: 0, modified: modified, number, version)
  }

  func account(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    let account = world.account(number)
    var random = world.random(.account, -number - 1)
    writer.begin(.account, number)
    writer.key("name")
    writer.write(byte: 34)
    OpsAccount.writeName(number, &writer)
    writer.write(byte: 34)
    writer.field("type", version == .earlier ? "Prospect" : OpsAccount.types[account.type])
    writer.field("parent_id", id: .account, random.chance(40) ? world.any(.account, &random) : nil)
    writer.field("industry", OpsAccount.industries[account.industry])
    writer.field("number_of_employees", number: OpsAccount.employees[account.size] + random.below(50))
    writer.field("annual_revenue", cents: OpsAccount.employees[account.size] * 15_000_000 + random.below(9_999_999))
    writer.key("website")
    if random.chance(930) {
      writer.write(random.chance(300) ? "\"https://www." : "\"")
      OpsAccount.writeDomain(number, &writer)
      writer.write(byte: 34)
    } else {
      writer.write("null")
    }
    writer.key("phone")
    writer.write("\"+1 555 ")
    writer.write(number: random.below(10_000_000), width: 7)
    writer.write(byte: 34)
    writer.field("billing_country", OpsAccount.countries[account.country])
    writer.null("billing_street")
    writer.null("billing_postal_code")
    writer.null("shipping_country")
    writer.null("shipping_street")
    writer.null("description")
    writer.field("account_source", OpsLead.sources[random.below(OpsLead.sources.count)])
    writer.field("rating", ["Hot", "Warm", "Cold"][random.below(3)])
    writer.field("owner_id", id: .user, account.owner)
    writer.field("arr_c", cents: version == .earlier ? 0 : account.arr)
    writer.field("customer_since_c", day: account.type == 1 ? account.created.day + 90 : nil)
    writer.field("last_activity_date", day: OpsCalendar.today - random.below(300))
    let modified = account.created.later(seconds: 86_400 * (20 + random.below(200)))
    writer.system(created: account.created, by: account.owner, modified: modified, number, version)
  }

  func contact(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    let contact = world.contact(number)
    var random = world.random(.contact, -number - 1)
    let isOrphan = random.chance(15)
    writer.begin(.contact, number)
    writer.field("account_id", id: .account, isOrphan ? nil : contact.account)
    writer.field("first_name", OpsPerson.firstNames[contact.person.first])
    writer.field("last_name", OpsPerson.lastNames[contact.person.last])
    writer.key("email")
    if random.chance(970) {
      writer.write(byte: 34)
      contact.writeEmail(&writer)
      writer.write(byte: 34)
    } else {
      writer.write("null")
    }
    writer.null("phone")
    writer.null("mobile_phone")
    writer.field("title", version == .earlier ? "Analyst" : OpsContact.titles[contact.title])
    writer.null("department")
    writer.field("lead_source", OpsLead.sources[random.below(OpsLead.sources.count)])
    writer.null("mailing_city")
    writer.null("mailing_country")
    writer.null("reports_to_id")
    writer.field("has_opted_out_of_email", flag: random.chance(60))
    writer.field("do_not_call", flag: random.chance(40))
    let owner = world.any(.user, &random)
    writer.field("owner_id", id: .user, owner)
    writer.field("last_activity_date", day: random.chance(500) ? OpsCalendar.today - random.below(400) : nil)
    let modified = contact.created.later(seconds: 86_400 * (5 + random.below(90)))
    writer.system(created: contact.created, by: owner, modified: modified, number, version)
  }

  func lead(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    let lead = world.lead(number)
    var random = world.random(.lead, -number - 1)
    let conversion = version == .earlier ? nil : lead.convertedAfter
    writer.begin(.lead, number)
    writer.field("first_name", OpsPerson.firstNames[lead.person.first])
    writer.field("last_name", OpsPerson.lastNames[lead.person.last])
    writer.key("company")
    writer.write(byte: 34)
    OpsAccount.writeName(random.below(world.count(.account)), &writer)
    writer.write(byte: 34)
    writer.key("email")
    writer.write("\"lead.")
    writer.write(number: number + 1)
    writer.write("@mail.example\"")
    writer.null("phone")
    writer.field("title", OpsContact.titles[random.below(OpsContact.titles.count)])
    writer.field("industry", OpsAccount.industries[random.below(OpsAccount.industries.count)])
    writer.field("country", OpsAccount.countries[random.below(OpsAccount.countries.count)])
    writer.field("lead_source", OpsLead.sources[lead.source])
    if !has(.missingColumn) {
      writer.field("status", version == .earlier ? "New" : OpsLead.statuses[lead.status])
    }
    writer.field("rating", ["Hot", "Warm", "Cold"][random.below(3)])
    writer.field("lead_score_c", number: random.below(101))
    writer.field("campaign_id_c", id: .campaign, random.chance(400) ? lead.campaign : nil)
    writer.null("utm_source_c")
    writer.null("utm_medium_c")
    writer.field("is_converted", flag: conversion != nil)
    writer.field("converted_date", day: conversion.map { lead.created.day + $0 })
    writer.field("converted_contact_id", id: .contact, conversion == nil ? nil : lead.contact)
    writer.field(
      "converted_account_id", id: .account, conversion == nil ? nil : world.contact(lead.contact).account)
    writer.field("converted_opportunity_id", id: .opportunity, conversion == nil ? nil : lead.opportunity)
    writer.field("owner_id", id: .user, lead.owner)
    let modified = OpsMoment(day: lead.created.day + (conversion ?? random.below(30)), second: 86_000)
    writer.system(created: lead.created, by: lead.owner, modified: modified, number, version)
  }
}

extension RecordWriter {
  /// First and last name in one, in quotes.
  mutating func write(_ person: OpsPerson) {
    write(byte: 34)
    write(OpsPerson.firstNames[person.first])
    write(byte: 32)
    write(OpsPerson.lastNames[person.last])
    write(byte: 34)
  }
}
