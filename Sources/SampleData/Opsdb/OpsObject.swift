/// A raw table of opsdb: an object of Salesforce, or of HubSpot.
enum OpsObject: Int, CaseIterable {
  case user, account, contact, lead, campaign, period, opportunity, task, event, emailMessage, campaignMember,
    campaignInfluence, forecastingQuota, forecastingItem, opportunityContactRole, opportunityFieldHistory
  case hubspotCompany, hubspotContact, hubspotDeal

  /// The file without its ending.
  var name: StaticString {
    switch self {
    case .user: "user"
    case .account: "account"
    case .contact: "contact"
    case .lead: "lead"
    case .campaign: "campaign"
    case .period: "period"
    case .opportunity: "opportunity"
    case .task: "task"
    case .event: "event"
    case .emailMessage: "email_message"
    case .campaignMember: "campaign_member"
    case .campaignInfluence: "campaign_influence"
    case .forecastingQuota: "forecasting_quota"
    case .forecastingItem: "forecasting_item"
    case .opportunityContactRole: "opportunity_contact_role"
    case .opportunityFieldHistory: "opportunity_field_history"
    case .hubspotCompany: "hubspot_company"
    case .hubspotContact: "hubspot_contact"
    case .hubspotDeal: "hubspot_deal"
    }
  }

  /// Rows of the raw table at scale 1, and the fewest there are at any scale: small tables stay useful.
  var rows: (atScale1: Int, fewest: Int) {
    switch self {
    case .user: (500, 22)
    case .account: (10_000, 44)
    case .contact: (100_000, 110)
    case .lead: (150_000, 110)
    case .campaign: (500, 22)
    // Three months and a quarter, 25 times: there are as many at any scale.
    case .period: (100, 100)
    case .opportunity: (30_000, 110)
    case .task: (1_000_000, 110)
    case .event: (200_000, 110)
    case .emailMessage: (500_000, 110)
    case .campaignMember: (50_000, 110)
    case .campaignInfluence: (1_000, 55)
    case .forecastingQuota: (1_000, 110)
    case .forecastingItem: (5_000, 110)
    case .opportunityContactRole: (20_000, 110)
    case .opportunityFieldHistory: (500_000, 1_100)
    case .hubspotCompany: (4_000, 33)
    case .hubspotContact: (20_000, 55)
    case .hubspotDeal: (3_000, 33)
    }
  }

  /// What ids of the object begin with: Salesforce's key prefixes.
  var keyPrefix: StaticString {
    switch self {
    case .user: "005"
    case .account: "001"
    case .contact: "003"
    case .lead: "00Q"
    case .campaign: "701"
    case .period: "026"
    case .opportunity: "006"
    case .task: "00T"
    case .event: "00U"
    case .emailMessage: "02s"
    case .campaignMember: "00v"
    case .campaignInfluence: "83I"
    case .forecastingQuota: "0J9"
    case .forecastingItem: "0Cm"
    case .opportunityContactRole: "00K"
    case .opportunityFieldHistory: "017"
    case .hubspotCompany, .hubspotContact, .hubspotDeal: ""
    }
  }
}
