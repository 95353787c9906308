/// Writes single records of opsdb, each from its number alone.
struct OpsRecords {
  let world: OpsWorld
  let defects: Set<SampleDefect>

  func has(_ defect: SampleDefect) -> Bool { defects.contains(defect) }

  /// One record without its end: `OpsCustomTail` adds that.
  func write(_ object: OpsObject, _ number: Int, _ version: OpsWorld.Version, _ writer: inout RecordWriter) {
    switch object {
    case .user: user(number, version, &writer)
    case .account: account(number, version, &writer)
    case .contact: contact(number, version, &writer)
    case .lead: lead(number, version, &writer)
    case .campaign: campaign(number, version, &writer)
    case .period: period(number, version, &writer)
    case .opportunity: opportunity(number, version, &writer)
    case .task: task(number, version, &writer)
    case .event: event(number, version, &writer)
    case .emailMessage: emailMessage(number, version, &writer)
    case .campaignMember: campaignMember(number, version, &writer)
    case .campaignInfluence: campaignInfluence(number, version, &writer)
    case .forecastingQuota: forecastingQuota(number, version, &writer)
    case .forecastingItem: forecastingItem(number, version, &writer)
    case .opportunityContactRole: opportunityContactRole(number, version, &writer)
    case .opportunityFieldHistory: opportunityFieldHistory(number, version, &writer)
    case .hubspotCompany: hubspotCompany(number, version, &writer)
    case .hubspotContact: hubspotContact(number, version, &writer)
    case .hubspotDeal: hubspotDeal(number, version, &writer)
    }
  }
}
