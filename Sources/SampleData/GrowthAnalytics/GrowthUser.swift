/// One user of the product, made from the seed and the user's number alone: who, and all they did in 2024.
struct GrowthUser {
  let number: Int
  let signupDay: Int
  let companySize: Int
  let industry: Int
  let mailProvider: Int

  static let companySizes: [StaticString] = ["1-10", "11-50", "51-200", "201-1000", "1000+"]
  static let industries: [StaticString] = [
    "Software", "Finance", "Healthcare", "Retail", "Education", "Manufacturing", "Media", "Logistics",
  ]
  static let mailDomains: [StaticString] = [
    "alder.example", "birch.example", "cedar.example", "hazel.example", "juniper.example", "maple.example",
  ]

  private static let sizeWeights = [340, 290, 200, 120, 50]
  private var random: SplitMix

  /// - Parameter count: how many users there are; they signed up in the order of their numbers, more of them later on.
  init(number: Int, of count: Int, seed: UInt64) {
    self.number = number
    var random = SplitMix(seed: seed, stream: UInt64(number))
    // Square roots are exact on every machine; the 0.75th power of the rank gives a growing rate of signups.
    let rank = (Double(number) + 0.5) / Double(count)
    signupDay = min(
      CalendarDays.inYear - 1, Int(Double(CalendarDays.inYear) * (rank.squareRoot() * rank.squareRoot().squareRoot())))
    var weight = random.below(1000)
    var size = 0
    while size < Self.sizeWeights.count - 1, weight >= Self.sizeWeights[size] {
      weight -= Self.sizeWeights[size]
      size += 1
    }
    companySize = size
    industry = random.below(Self.industries.count)
    mailProvider = random.below(Self.mailDomains.count)
    self.random = random
  }

  /// Calls `use` for everything the user did with a feature, and `convert` for every change of plan, in no order.
  ///
  /// The same calls every time, so a year can be written month by month without being kept.
  func live(use: (GrowthEvent) -> Void, convert: (GrowthConversion) -> Void) {
    var random = random
    var chance = 40 + companySize * 25
    var firstUses = 0
    var collaborationDay = Int.max
    var latestFirstUse = signupDay
    for (index, feature) in GrowthFeature.all.enumerated() {
      let takesUp = random.chance(feature.adoption)
      let delay = random.below(45)
      let sessions = 1 + random.below(8) + (random.chance(150) ? random.below(20) : 0)
      guard takesUp else { continue }
      var day = max(signupDay, feature.release) + delay
      guard day < CalendarDays.inYear else { continue }
      firstUses += 1
      chance += feature.lift
      latestFirstUse = max(latestFirstUse, day)
      if index == GrowthFeature.realTimeCollaboration { collaborationDay = day }
      for session in 0..<sessions {
        guard day < CalendarDays.inYear else { break }
        let second = 6 * 3600 + random.below(16 * 3600)
        let kind = session == 0 ? 0 : random.below(10)
        let type = kind < 4 ? 0 : kind < 9 ? 1 : 2
        use(GrowthEvent(day: day, second: second, user: number, feature: index, type: type))
        day += random.below(11)
      }
    }
    guard random.chance(chance) else { return }
    // Users of features decide after having tried some of them, others within two months.
    let start = firstUses > 0 && random.chance(850) ? latestFirstUse : signupDay
    let day = start + 1 + random.below(40)
    guard day < CalendarDays.inYear else { return }
    let isEnterprise = random.chance([10, 30, 120, 450, 800][companySize])
    let usedCollaboration = collaborationDay < day
    convert(
      GrowthConversion(
        user: number, day: day, isEnterprise: isEnterprise,
        monthlyRevenue: Self.price(enterprise: isEnterprise, size: companySize, random.below(3)),
        signupDay: signupDay, usedRealTimeCollaboration: usedCollaboration))
    guard !isEnterprise, random.chance(80) else { return }
    let upgradeDay = day + 20 + random.below(120)
    guard upgradeDay < CalendarDays.inYear else { return }
    convert(
      GrowthConversion(
        user: number, day: upgradeDay, isEnterprise: true,
        monthlyRevenue: Self.price(enterprise: true, size: companySize, random.below(3)),
        signupDay: signupDay, usedRealTimeCollaboration: collaborationDay < upgradeDay))
  }

  /// Dollars a month.
  private static func price(enterprise: Bool, size: Int, _ step: Int) -> Int {
    enterprise ? 499 + 350 * size + 100 * step : 29 + 20 * size + 10 * step
  }
}

/// Something a user did with a feature.
struct GrowthEvent {
  let day: Int
  let second: Int
  let user: Int
  let feature: Int
  /// view, use or share.
  let type: Int

  /// One number that sorts as events do: by time, then user, then feature and type.
  var packed: UInt64 {
    UInt64(day * 86_400 + second) << 36 | UInt64(user) << 8 | UInt64(feature << 4 | type)
  }

  init(day: Int, second: Int, user: Int, feature: Int, type: Int) {
    self.day = day
    self.second = second
    self.user = user
    self.feature = feature
    self.type = type
  }

  init(packed: UInt64) {
    let time = Int(packed >> 36)
    day = time / 86_400
    second = time % 86_400
    user = Int(packed >> 8 & 0xFFF_FFFF)
    feature = Int(packed >> 4 & 15)
    type = Int(packed & 15)
  }
}

/// A user's change to a paid plan.
struct GrowthConversion {
  let user: Int
  let day: Int
  let isEnterprise: Bool
  let monthlyRevenue: Int
  let signupDay: Int
  let usedRealTimeCollaboration: Bool
}
