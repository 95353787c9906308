/// Campaigns and what they reached, as the raw tables have them.
extension OpsRecords {
  func campaign(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.campaign, number)
    let start = OpsCalendar.day(2022, 1, 1) + random.below(1000)
    let budget = (1_000 + random.below(60_000)) * 100
    let kind = random.below(5)
    writer.begin(.campaign, number)
    writer.key("name")
    writer.write(byte: 34)
    writer.write(["Webinar", "Trade show", "Newsletter", "Search ads", "Partner event"][kind])
    writer.write(byte: 32)
    writer.write(number: number + 1)
    writer.write(byte: 34)
    writer.field("type", ["Webinar", "Conference", "Email", "Advertisement", "Partners"][kind])
    writer.field("status", version == .earlier ? "Planned" : ["In Progress", "Completed", "Aborted"][random.below(3)])
    writer.field("parent_id", id: .campaign, nil)
    writer.field("start_date", day: start)
    writer.field("end_date", day: start + 1 + random.below(60))
    writer.field("budgeted_cost", cents: budget)
    writer.field("actual_cost", cents: budget * (60 + random.below(70)) / 100)
    writer.field("expected_revenue", cents: budget * (2 + random.below(8)))
    writer.field("number_sent", number: 100 + random.below(20_000))
    writer.field("is_active", flag: random.chance(600))
    let owner = world.any(.user, &random)
    writer.field("owner_id", id: .user, owner)
    let created = OpsMoment(day: start - 20, second: 36_000)
    writer.system(created: created, by: owner, modified: created.later(seconds: 2_000_000), number, version)
  }

  func campaignMember(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.campaignMember, number)
    let isContact = random.chance(450)
    let responded = version == .latest && random.chance(250)
    let created = OpsMoment(day: OpsCalendar.day(2022, 1, 10) + random.below(1050), second: random.below(86_400))
    writer.begin(.campaignMember, number)
    writer.field("campaign_id", id: .campaign, world.any(.campaign, &random))
    writer.field("contact_id", id: .contact, isContact ? world.any(.contact, &random) : nil)
    writer.field("lead_id", id: .lead, isContact ? nil : world.any(.lead, &random))
    writer.field("status", responded ? "Responded" : "Sent")
    writer.field("has_responded", flag: responded)
    writer.field("first_responded_date", day: responded ? created.day + random.below(20) : nil)
    writer.null("company_or_account")
    let owner = world.any(.user, &random)
    writer.system(created: created, by: owner, modified: created.later(seconds: 1_900_000), number, version)
  }

  func campaignInfluence(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.campaignInfluence, number)
    let deal = world.opportunity(world.any(.opportunity, &random))
    let share = 5 + 5 * random.below(19)
    writer.begin(.campaignInfluence, number)
    writer.field("campaign_id", id: .campaign, world.any(.campaign, &random))
    writer.field("opportunity_id", id: .opportunity, deal.number)
    writer.field("contact_id", id: .contact, world.any(.contact, &random))
    writer.field("influence", number: share)
    writer.field("revenue_share", cents: deal.amount * share / 100)
    writer.null("model_id")
    let created = deal.created.later(seconds: 86_400)
    writer.system(created: created, by: deal.owner, modified: created.later(seconds: 90_000), number, version)
  }
}
