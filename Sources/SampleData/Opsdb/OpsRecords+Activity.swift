/// Tasks, events and mails, as the raw tables have them.
extension OpsRecords {
  func task(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.task, number)
    let owner = world.any(.user, &random)
    let created = OpsMoment(day: OpsCalendar.day(2022, 1, 1) + random.below(1096), second: random.below(86_400))
    let isDone = version == .latest && random.chance(800)
    let isCall = random.chance(350)
    let kind = isCall ? 0 : 1 + random.below(3)
    writer.begin(.task, has(.nullIDs) && number % 500 == 123 ? nil : number)
    party(&random, &writer)
    writer.field(
      "subject", ["Call", "Email: follow up", "Send pricing", "Prepare meeting"][kind])
    writer.field("activity_date", day: created.day + random.below(14))
    writer.field("status", isDone ? "Completed" : ["Not Started", "In Progress", "Deferred"][random.below(3)])
    writer.field("priority", random.chance(150) ? "High" : "Normal")
    writer.field("is_high_priority", flag: random.chance(150))
    writer.field("is_closed", flag: isDone)
    writer.field("is_archived", flag: false)
    writer.field("task_subtype", ["Call", "Email", "Task", "Task"][kind])
    writer.field("type", ["Call", "Email", "Other", "Meeting"][kind])
    writer.null("description")
    writer.key("call_duration_in_seconds")
    if isCall { writer.write(number: 20 + random.below(2400)) } else { writer.write("null") }
    writer.key("call_type")
    writer.write(isCall ? "\"Outbound\"" : "null")
    writer.key("call_disposition")
    writer.write(isCall && isDone ? "\"Connected\"" : "null")
    writer.null("call_object")
    writer.null("reminder_date_time")
    writer.field("is_reminder_set", flag: false)
    writer.null("recurrence_activity_id")
    writer.field("is_recurrence", flag: false)
    writer.field(
      "completed_date_time", moment: isDone ? created.later(seconds: 3600 + random.below(600_000)) : nil)
    writer.field("owner_id", id: .user, owner)
    let modified = created.later(seconds: 7200 + random.below(700_000))
    writer.system(created: created, by: owner, modified: modified, number, version)
  }

  func event(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.event, number)
    let owner = world.any(.user, &random)
    let start = OpsMoment(
      day: OpsCalendar.day(2022, 1, 2) + random.below(1096), second: 28_800 + 1800 * random.below(18))
    let minutes = [15, 30, 30, 45, 60, 90][random.below(6)]
    writer.begin(.event, number)
    party(&random, &writer)
    writer.field("subject", ["Demo", "Discovery call", "Quarterly review", "Negotiation"][random.below(4)])
    writer.null("location")
    writer.null("description")
    writer.field("activity_date_time", moment: start)
    writer.field("activity_date", day: start.day)
    writer.field("start_date_time", moment: start)
    writer.field("end_date_time", moment: start.later(seconds: minutes * 60))
    writer.field("duration_in_minutes", number: version == .earlier ? 30 : minutes)
    writer.field("is_all_day_event", flag: false)
    writer.field("is_private", flag: random.chance(20))
    writer.field("show_as", "Busy")
    writer.field("is_group_event", flag: random.chance(200))
    writer.field("event_subtype", "Event")
    writer.field("type", ["Meeting", "Call", "Other"][random.below(3)])
    writer.field("owner_id", id: .user, owner)
    let created = OpsMoment(day: start.day - random.below(14), second: random.below(28_800))
    writer.system(created: created, by: owner, modified: start.later(seconds: 90_000), number, version)
  }

  func emailMessage(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.emailMessage, number)
    let sent = OpsMoment(day: OpsCalendar.day(2022, 1, 1) + random.below(1095), second: random.below(86_400))
    let owner = world.any(.user, &random)
    let isIncoming = random.chance(350)
    let opens = version == .earlier || random.chance(450) ? 0 : 1 + random.below(6)
    let clicks = opens > 0 && random.chance(300) ? 1 + random.below(3) : 0
    writer.begin(.emailMessage, number)
    writer.field("related_to_id", id: .opportunity, random.chance(700) ? world.any(.opportunity, &random) : nil)
    writer.field("activity_id", id: .task, random.chance(600) ? world.any(.task, &random) : nil)
    writer.key("from_address")
    writer.write("\"user.")
    writer.write(number: owner + 1)
    writer.write("@ops.example\"")
    writer.key("to_address")
    writer.write(byte: 34)
    world.contact(world.any(.contact, &random)).writeEmail(&writer)
    writer.write(byte: 34)
    writer.null("cc_address")
    writer.null("bcc_address")
    writer.field("subject", ["Your quote", "Next steps", "Re: pricing", "Meeting notes"][random.below(4)])
    writer.field("text_body", Self.bodies[random.below(Self.bodies.count)])
    writer.null("html_body")
    writer.null("headers")
    writer.field("incoming", flag: isIncoming)
    writer.field("has_attachment", flag: random.chance(150))
    writer.field("status", ["New", "Read", "Replied", "Sent"][isIncoming ? random.below(3) : 3])
    writer.field("message_date", moment: sent)
    writer.field("is_tracked", flag: true)
    writer.field("is_opened", flag: opens > 0)
    writer.field("first_opened_date", moment: opens > 0 ? sent.later(seconds: 600 + random.below(90_000)) : nil)
    writer.field("open_count_c", number: opens)
    writer.field("click_count_c", number: clicks)
    writer.field("is_bounced", flag: opens == 0 && random.chance(30))
    writer.system(created: sent, by: owner, modified: sent.later(seconds: 100_000), number, version)
  }

  private static let bodies: [StaticString] = [
    "Hello, thank you for your time today. Attached are the figures we spoke about; the \\\"standard\\\" plan should do.",
    "Hi, could you let me know who signs for the contract? We would like to start on the first of the month.",
    "Dear team,\\n\\nthe security questionnaire is filled in.\\n\\nKind regards",
    "Quick reminder: the offer is valid until Friday. Grüße aus Köln!",
  ]

  /// Whom an activity is with, and what it is about.
  private func party(_ random: inout SplitMix, _ writer: inout RecordWriter) {
    if random.chance(600) {
      writer.field("who_id", id: .contact, world.any(.contact, &random))
    } else {
      writer.field("who_id", id: .lead, random.chance(800) ? world.any(.lead, &random) : nil)
    }
    if random.chance(550) {
      let deal = world.opportunity(world.any(.opportunity, &random))
      writer.field("what_id", id: .opportunity, deal.number)
      writer.field("account_id", id: .account, deal.account)
    } else {
      let account = random.chance(700) ? world.any(.account, &random) : nil
      writer.field("what_id", id: .account, account)
      writer.field("account_id", id: .account, account)
    }
  }
}
