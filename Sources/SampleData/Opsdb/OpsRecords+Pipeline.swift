/// Opportunities, what happened to them, and what was planned, as the raw tables have them.
extension OpsRecords {
  func opportunity(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    let deal = world.opportunity(number)
    var random = world.random(.opportunity, -number - 1)
    let stage = version == .earlier ? 0 : deal.stage
    let isClosed = stage >= OpsOpportunity.won
    writer.begin(.opportunity, number)
    if has(.orphans), number % 200 == 77 {
      writer.field("account_id", id: .account, 800_000_000 + number)
    } else {
      writer.field("account_id", id: .account, deal.account)
    }
    writer.key("name")
    writer.write(byte: 34)
    OpsAccount.writeName(deal.account, &writer)
    writer.write(": ")
    writer.write(OpsOpportunity.types[deal.type])
    writer.write(byte: 34)
    writer.null("description")
    writer.field("stage_name", OpsOpportunity.stages[stage])
    writer.key("amount")
    if has(.wrongTypes), number % 50 == 3 {
      writer.write("\"plenty\"")
    } else if random.chance(20) {
      writer.write("null")
    } else {
      writer.write(signed: deal.amount / 100)
      writer.write(byte: 46)
      writer.write(number: deal.amount % 100, width: 2)
    }
    writer.field("probability", number: OpsOpportunity.probabilities[stage])
    writer.field("expected_revenue", cents: deal.amount * OpsOpportunity.probabilities[stage] / 100)
    writer.field("total_opportunity_quantity", number: 1 + random.below(50))
    writer.field("close_date", day: deal.closeDay)
    writer.field("type", OpsOpportunity.types[deal.type])
    writer.field("next_step", ["Send proposal", "Book a demo", "Call legal", "Wait"][random.below(4)])
    writer.field("lead_source", OpsLead.sources[deal.source])
    writer.field("is_closed", flag: isClosed)
    writer.field("is_won", flag: stage == OpsOpportunity.won)
    writer.field("forecast_category", OpsOpportunity.categories[stage])
    writer.field("forecast_category_name", OpsOpportunity.categories[stage])
    writer.field("campaign_id", id: .campaign, deal.campaign)
    writer.null("pricebook_2_id")
    writer.field("has_opportunity_line_item", flag: random.chance(700))
    writer.field("owner_id", id: .user, deal.owner)
    writer.field("fiscal_quarter", number: (deal.closeDay % 365) / 92 + 1)
    writer.field("arr_c", cents: deal.arr)
    writer.field("arr_churn_c", cents: deal.churn)
    writer.field("loss_reason_c", stage == OpsOpportunity.lost ? ["Price", "Timing", "Competitor"][number % 3] : "")
    writer.field("sales_segment_c", ["SMB", "Mid-Market", "Enterprise"][random.below(3)])
    writer.field("last_activity_date", day: min(OpsCalendar.today, deal.closeDay))
    let modified = OpsMoment(day: min(deal.closeDay, OpsCalendar.today), second: 80_000)
    writer.system(created: deal.created, by: deal.owner, modified: modified, number, version)
  }

  func opportunityContactRole(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.opportunityContactRole, number)
    let deal = world.opportunity(world.any(.opportunity, &random))
    writer.begin(.opportunityContactRole, number)
    writer.field("opportunity_id", id: .opportunity, deal.number)
    writer.field("contact_id", id: .contact, world.any(.contact, &random))
    writer.field("role", ["Decision Maker", "Evaluator", "Economic Buyer", "Influencer"][random.below(4)])
    writer.field("is_primary", flag: random.chance(300))
    let modified = deal.created.later(seconds: 86_400 * (1 + random.below(20)))
    writer.system(created: deal.created, by: deal.owner, modified: modified, number, version)
  }

  /// Moves between stages first, then changes of other fields.
  func opportunityFieldHistory(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    let deals = world.count(.opportunity)
    let all = world.count(.opportunityFieldHistory)
    let deal = world.opportunity(number * deals / all)
    let first = (deal.number * all + deals - 1) / deals
    let move = number - first
    var random = world.random(.opportunityFieldHistory, number)
    writer.begin(.opportunityFieldHistory, number)
    writer.field("opportunity_id", id: .opportunity, deal.number)
    let changed: OpsMoment
    if move < deal.days.count {
      changed = deal.moment(ofMove: move)
      writer.field("field", "StageName")
      writer.field("old_value", OpsOpportunity.stages[move])
      writer.field("new_value", OpsOpportunity.stages[deal.stage(afterMoves: move + 1)])
    } else {
      let life = max(1, min(deal.closeDay, OpsCalendar.today) - deal.created.day)
      changed = OpsMoment(day: deal.created.day + random.below(life), second: random.below(86_400))
      writer.field("field", ["Amount", "CloseDate", "Owner", "NextStep", "ForecastCategoryName"][random.below(5)])
      writer.null("old_value")
      writer.key("new_value")
      writer.write(byte: 34)
      writer.write(number: random.below(1_000_000))
      writer.write(byte: 34)
    }
    writer.field("data_type", "Text")
    writer.system(created: changed, by: deal.owner, modified: changed.later(seconds: 60), number, version)
  }

  func period(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    // Four to a quarter: its months, then the quarter itself. The first begins in October 2019.
    let part = number % 4
    let quarter = number / 4
    let month = 9 + quarter * 3 + (part == 3 ? 0 : part)
    let start = OpsCalendar.day(2019 + month / 12, month % 12 + 1, 1)
    let next = month + (part == 3 ? 3 : 1)
    let end = OpsCalendar.day(2019 + next / 12, next % 12 + 1, 1) - 1
    writer.begin(.period, number)
    writer.field("type", part == 3 ? "Quarter" : "Month")
    writer.field("start_date", day: start)
    writer.field("end_date", day: end)
    writer.field("number", number: part == 3 ? month / 3 % 4 + 1 : month % 12 + 1)
    writer.field("fiscal_year", number: 2019 + month / 12)
    writer.field("is_forecast_period", flag: true)
    let created = OpsMoment(day: 200, second: 0)
    writer.system(created: created, by: 0, modified: created.later(seconds: 60), 0, .latest)
  }

  func forecastingQuota(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.forecastingQuota, number)
    // Quarters of 2023 and 2024, owner by owner.
    let quarter = 13 + number % 8
    let owner = number / 8 % world.count(.user)
    writer.begin(.forecastingQuota, number)
    writer.field("quota_owner_id", id: .user, OpsWorld.isDeleted(owner) ? owner - 1 : owner)
    writer.field("period_id", id: .period, quarter * 4 + 3)
    writer.field("forecasting_type_id", id: .user, nil)
    writer.field("quota_amount", cents: (version == .earlier ? 100_000 : 150_000 + random.below(400_000)) * 100)
    writer.field("is_amount", flag: true)
    let created = OpsMoment(day: 1450, second: 3600)
    writer.system(created: created, by: 0, modified: created.later(seconds: 86_400), number, version)
  }

  func forecastingItem(_ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    var random = world.random(.forecastingItem, number)
    let quarter = 13 + number % 8
    let owner = number / 32 % world.count(.user)
    let category = number / 8 % 4
    writer.begin(.forecastingItem, number)
    writer.field("owner_id", id: .user, OpsWorld.isDeleted(owner) ? owner - 1 : owner)
    writer.field("period_id", id: .period, quarter * 4 + 3)
    writer.field("forecast_category_name", ["Pipeline", "Best Case", "Commit", "Closed"][category])
    writer.field("forecast_amount", cents: (20_000 + random.below(300_000)) * 100)
    writer.field("amount_without_adjustments", cents: (20_000 + random.below(250_000)) * 100)
    writer.field("has_adjustment", flag: random.chance(200))
    let created = OpsMoment(day: 1461 + 91 * (number % 8), second: 7200)
    writer.system(created: created, by: 0, modified: created.later(seconds: 4000), number, version)
  }
}
