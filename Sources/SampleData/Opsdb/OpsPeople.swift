/// Somebody with a name.
struct OpsPerson {
  let first: Int
  let last: Int
  let number: Int

  static let firstNames: [StaticString] = [
    "Ada", "Bea", "Carl", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jana", "Kim", "Lena", "Max", "Nora", "Olga",
    "Paul", "Quinn", "Rosa", "Sven", "Tara", "Uma", "Vera", "Wim", "Zoe",
  ]
  static let lastNames: [StaticString] = [
    "Abel", "Brandt", "Castle", "Dunn", "Ek", "Falk", "Grant", "Hale", "Ivers", "Jonas", "Klein", "Lund", "Moss",
    "Noble", "Orr", "Pike", "Quist", "Reed", "Stone", "Thorn", "Unger", "Vance", "West", "Young",
  ]

  init(_ random: SplitMix, number: Int) {
    var random = random
    first = random.below(Self.firstNames.count)
    last = random.below(Self.lastNames.count)
    self.number = number
  }
}

/// A company that is sold to.
struct OpsAccount {
  let number: Int
  let owner: Int
  let industry: Int
  let size: Int
  let country: Int
  let type: Int
  let created: OpsMoment
  let arr: Int

  static let firstWords: [StaticString] = [
    "Alder", "Basalt", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel",
    "Lumen", "Meridian", "Nimbus", "Onyx", "Prairie", "Quartz", "Ridge", "Summit", "Tundra", "Umber", "Vertex",
    "Willow", "Zephyr",
  ]
  static let secondWords: [StaticString] = [
    "Systems", "Works", "Labs", "Foods", "Energy", "Health", "Media", "Logistics", "Bank", "Retail", "Software",
    "Motors", "Textiles", "Insurance", "Travel", "Metals",
  ]
  static let industries: [StaticString] = [
    "Technology", "Manufacturing", "Food", "Energy", "Healthcare", "Media", "Transportation", "Finance", "Retail",
  ]
  static let countries: [StaticString] = ["United States", "Germany", "United Kingdom", "France", "Japan", "Brazil"]
  static let types: [StaticString] = ["Prospect", "Customer", "Former Customer", "Partner"]
  static let employees = [8, 35, 140, 600, 2500, 12_000]

  init(number: Int, world: OpsWorld) {
    self.number = number
    var random = world.random(.account, number)
    owner = world.any(.user, &random)
    industry = random.below(Self.industries.count)
    size = random.below(Self.employees.count)
    country = random.chance(600) ? 0 : random.below(Self.countries.count)
    type = random.chance(550) ? 0 : random.below(Self.types.count)
    created = OpsMoment(day: OpsCalendar.day(2020, 1, 1) + random.below(1500), second: 28_800 + random.below(36_000))
    arr = type == 1 ? (5_000 + random.below(20_000)) * (size + 1) * 100 : 0
  }

  static func writeName(_ number: Int, _ writer: inout RecordWriter) {
    writer.write(firstWords[number % firstWords.count])
    writer.write(byte: 32)
    writer.write(secondWords[number / firstWords.count % secondWords.count])
    writer.write(byte: 32)
    writer.write(number: number + 1)
  }

  static func writeDomain(_ number: Int, _ writer: inout RecordWriter) {
    writer.write("company-")
    writer.write(number: number + 1)
    writer.write(".example")
  }
}

/// Somebody at an account.
struct OpsContact {
  let number: Int
  let account: Int
  let person: OpsPerson
  let title: Int
  let created: OpsMoment

  static let titles: [StaticString] = [
    "CEO", "CFO", "VP Sales", "VP Engineering", "Director of IT", "Head of Procurement", "Analyst", "Engineer",
  ]

  init(number: Int, world: OpsWorld) {
    self.number = number
    var random = world.random(.contact, number)
    account = world.any(.account, &random)
    title = random.below(Self.titles.count)
    created = OpsMoment(day: OpsCalendar.day(2020, 6, 1) + random.below(1600), second: random.below(86_400))
    person = OpsPerson(random, number: number)
  }

  func writeEmail(_ writer: inout RecordWriter) {
    writer.write("c")
    writer.write(number: number + 1)
    writer.write("@")
    OpsAccount.writeDomain(account, &writer)
  }
}

/// Somebody who might become a contact.
struct OpsLead {
  let number: Int
  let person: OpsPerson
  let owner: Int
  let source: Int
  let status: Int
  let created: OpsMoment
  let convertedAfter: Int?
  let contact: Int
  let opportunity: Int?
  let campaign: Int

  static let sources: [StaticString] = ["Web", "Referral", "Event", "Outbound", "Partner", "Paid Search"]
  static let statuses: [StaticString] = ["New", "Working", "Nurturing", "Qualified", "Unqualified"]

  init(number: Int, world: OpsWorld) {
    self.number = number
    var random = world.random(.lead, number)
    owner = world.any(.user, &random)
    source = random.below(Self.sources.count)
    created = OpsMoment(day: OpsCalendar.day(2022, 1, 1) + random.below(1090), second: random.below(86_400))
    let converts = random.chance(90 + 30 * source)
    let delay = 1 + random.below(60)
    convertedAfter = converts && created.day + delay <= OpsCalendar.today ? delay : nil
    status = convertedAfter != nil ? 3 : random.below(Self.statuses.count)
    contact = world.any(.contact, &random)
    opportunity = random.chance(600) ? world.any(.opportunity, &random) : nil
    campaign = world.any(.campaign, &random)
    person = OpsPerson(random, number: number)
  }
}
