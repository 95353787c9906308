/// A deal, and the way it went.
struct OpsOpportunity {
  let number: Int
  let account: Int
  let owner: Int
  let campaign: Int?
  let source: Int
  let type: Int
  let created: OpsMoment
  /// Days spent in each stage that was left.
  let days: [Int]
  /// The stage it is in: of `stages`.
  let stage: Int
  let amount: Int
  let arr: Int
  let churn: Int
  let closeDay: Int

  static let stages: [StaticString] = [
    "Prospecting", "Qualification", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost",
  ]
  static let probabilities = [10, 20, 40, 60, 80, 100, 0]
  static let categories: [StaticString] = [
    "Pipeline", "Pipeline", "Pipeline", "Best Case", "Commit", "Closed", "Omitted",
  ]
  static let types: [StaticString] = ["New Business", "Expansion", "Renewal"]
  static let won = 5
  static let lost = 6

  init(number: Int, world: OpsWorld) {
    self.number = number
    var random = world.random(.opportunity, number)
    account = world.any(.account, &random)
    owner = world.any(.user, &random)
    campaign = random.chance(300) ? world.any(.campaign, &random) : nil
    source = random.below(OpsLead.sources.count)
    type = random.chance(500) ? 0 : 1 + random.below(2)
    created = OpsMoment(day: OpsCalendar.day(2022, 1, 3) + random.below(1080), second: 25_200 + random.below(36_000))
    let size = (3_000 + random.below(60_000)) * (1 + random.below(4))
    amount = size * 100 + random.below(100)
    arr = amount * (type == 0 ? 80 : 90) / 100
    churn = type == 2 && random.chance(200) ? arr * (1 + random.below(40)) / 100 : 0
    var day = created.day
    var days: [Int] = []
    var stage = 0
    while stage < Self.won {
      let stay = 2 + random.below(12 + 9 * stage)
      guard day + stay <= OpsCalendar.today else { break }
      day += stay
      days.append(stay)
      if random.chance(110 + 20 * (stage % 3)) {
        stage = Self.lost
      } else {
        stage += 1
      }
    }
    self.days = days
    self.stage = stage
    closeDay = stage >= Self.won ? day : day + 20 + random.below(90)
  }

  var isClosed: Bool { stage >= Self.won }

  /// The stage after a number of moves.
  func stage(afterMoves moves: Int) -> Int { moves == days.count ? stage : moves }

  /// When a move was made.
  func moment(ofMove move: Int) -> OpsMoment {
    OpsMoment(day: created.day + days[...move].reduce(0, +), second: created.second + 600 + move * 60)
  }
}
