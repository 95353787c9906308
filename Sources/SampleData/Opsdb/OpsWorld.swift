/// How many there are of everything in opsdb, and who refers to whom: all of it from the scale and the seed.
struct OpsWorld {
  let seed: UInt64
  private let counts: [Int]

  init(scale: Double, seed: UInt64) {
    self.seed = seed
    counts = OpsObject.allCases.map { object in
      let (rows, fewest) = object.rows
      let wanted = object == .period ? rows : max(fewest, Int(Double(rows) * scale))
      // Every tenth comes in two versions.
      return object == .period ? wanted : min(900_000_000, wanted * 10 / 11)
    }
  }

  /// How many different ones there are; the raw table has a tenth more rows.
  func count(_ object: OpsObject) -> Int { counts[object.rawValue] }

  /// A stream of numbers for one record, the same whenever it is asked for.
  func random(_ object: OpsObject, _ number: Int) -> SplitMix {
    SplitMix(seed: seed &+ UInt64(object.rawValue) &* 0xD1B5_4A32_D192_ED03, stream: UInt64(bitPattern: Int64(number)))
  }

  /// One that was not deleted, chosen at random.
  func any(_ object: OpsObject, _ random: inout SplitMix) -> Int {
    let number = random.below(count(object))
    return Self.isDeleted(number) ? number - 1 : number
  }

  /// Whether the latest version says that it was deleted. Half of these have an earlier version that does not.
  static func isDeleted(_ number: Int) -> Bool { number % 50 == 34 || number % 100 == 37 }

  /// Whether there is an earlier version, and whether that comes after the later one in the file.
  static func hasEarlierVersion(_ number: Int) -> Bool { number % 10 == 4 }
  static func comesLate(_ number: Int) -> Bool { number % 40 == 24 }

  /// Versions of one record.
  enum Version {
    case earlier, latest
  }

  func user(_ number: Int) -> OpsPerson { OpsPerson(random(.user, number), number: number) }
  func account(_ number: Int) -> OpsAccount { OpsAccount(number: number, world: self) }
  func contact(_ number: Int) -> OpsContact { OpsContact(number: number, world: self) }
  func lead(_ number: Int) -> OpsLead { OpsLead(number: number, world: self) }
  func opportunity(_ number: Int) -> OpsOpportunity { OpsOpportunity(number: number, world: self) }
}
