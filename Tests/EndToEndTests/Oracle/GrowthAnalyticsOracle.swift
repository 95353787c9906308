/// The eight tables of growth-analytics computed the plain way: dictionaries and loops straight from the raw files.
///
/// No SQL, no engine: what the pipeline must come to, from the description of its tables. Cells are text, NULL is nil;
/// columns that hold the time of ingestion are left out.
struct GrowthAnalyticsOracle {
  typealias Row = [String?]

  let files: RawFiles
  /// `YYYY-MM-DD`.
  let asOf: String

  // MARK: Bronze

  var featureReleases: [Row] { files.releases.map { [$0["id"], $0["name"], $0["release_date"], $0["version"]] } }

  var userSignups: [Row] {
    files.signups.map { [$0["user_id"], $0["email"], $0["signup_date"], $0["company_size"], $0["industry"]] }
  }

  /// Without `event_id`, which must only be there and be unique.
  var usageEvents: [Row] {
    files.events.map { event in
      let day = event["timestamp"].map { String($0.prefix(10)) }
      return [
        event["user_id"], event["feature_id"], event["feature_name"], event["event_type"], event["timestamp"], day,
      ]
    }
  }

  var conversions: [Row] {
    files.conversions.map {
      [
        $0["user_id"], $0["conversion_date"], $0["plan"], $0["mrr"], $0["signup_date"], $0["days_to_convert"],
        $0["used_real_time_collab"],
      ]
    }
  }

  // MARK: Silver

  /// A stretch of time in which a feature had one version.
  struct FeatureState {
    let id: String
    let name: String
    let version: String
    let from: String
    var to: String?
  }

  /// Every feature's states in the order of time: equal neighbours are one, each ends where the next begins.
  var featureStateHistory: [FeatureState] {
    var states: [FeatureState] = []
    let byFeature = Dictionary(grouping: files.releases) { $0["id"] ?? "" }
    for id in byFeature.keys.sorted() {
      let releases = (byFeature[id] ?? []).sorted { ($0["release_date"] ?? "") < ($1["release_date"] ?? "") }
      for release in releases {
        let state = FeatureState(
          id: id, name: release["name"] ?? "", version: release["version"] ?? "", from: release["release_date"] ?? "",
          to: nil)
        if let last = states.last, last.id == id {
          if last.name == state.name, last.version == state.version { continue }
          states[states.count - 1].to = state.from
        }
        states.append(state)
      }
    }
    return states
  }

  var featureStates: [Row] {
    featureStateHistory.map { state in
      let hash = ShellOutput.text("printf '%s' '\(state.name)|\(state.version)' | md5sum").prefix(32)
      return [
        state.id, state.name, state.version, "true", state.from, state.to ?? "9999-12-31",
        state.to == nil ? "true" : "false", String(hash),
      ]
    }
  }

  /// The last conversion of each user; two on one day: the dearer, then the plan first in the alphabet.
  private var latestConversion: [String: RawRecord] {
    var latest: [String: RawRecord] = [:]
    for conversion in files.conversions {
      guard let user = conversion["user_id"] else { continue }
      guard let known = latest[user] else {
        latest[user] = conversion
        continue
      }
      func rank(_ record: RawRecord) -> (String, Double) {
        (record["conversion_date"] ?? "", Double(record["mrr"] ?? "") ?? 0)
      }
      let isLater =
        rank(conversion) > rank(known)
        || rank(conversion) == rank(known) && (conversion["plan"] ?? "") < (known["plan"] ?? "")
      if isLater { latest[user] = conversion }
    }
    return latest
  }

  var userDim: [Row] {
    let latest = latestConversion
    return files.signups.map { user in
      let plan = user["user_id"].flatMap { latest[$0]?["plan"] } ?? "free"
      return [user["user_id"], user["signup_date"], user["company_size"], user["industry"], plan]
    }
  }

  private struct Usage {
    var first: String
    var last: String
    var count = 0
  }

  private struct UserAndFeature: Hashable {
    let user: String
    let feature: String
  }

  private var usage: [UserAndFeature: Usage] {
    var usage: [UserAndFeature: Usage] = [:]
    for event in files.events {
      let day = String((event["timestamp"] ?? "").prefix(10))
      let key = UserAndFeature(user: event["user_id"] ?? "", feature: event["feature_id"] ?? "")
      var known = usage[key] ?? Usage(first: day, last: day)
      known.first = min(known.first, day)
      known.last = max(known.last, day)
      known.count += 1
      usage[key] = known
    }
    return usage
  }

  var featureUsageFacts: [Row] {
    usage.map { key, usage in
      let days = Self.dayNumber(usage.last) - Self.dayNumber(usage.first) + 1
      return [
        key.user, key.feature, usage.first, usage.last, String(usage.count), String(Double(usage.count) / Double(days)),
        asOf,
      ]
    }
  }

  // MARK: Gold

  var featureConversionImpact: [Row] {
    struct Cohort: Hashable {
      let feature: String
      let name: String
    }
    struct Sums {
      var users = 0
      var converted = 0
      var days = 0.0
      var revenue = 0.0
    }
    let latest = latestConversion
    let usage = usage
    let history = featureStateHistory
    var cohorts: [Cohort: Sums] = [:]
    for user in files.signups {
      let id = user["user_id"] ?? ""
      let conversion = latest[id]
      let reference = conversion?["conversion_date"] ?? asOf
      for feature in history where feature.to == nil {
        let first = usage[UserAndFeature(user: id, feature: feature.id)]?.first
        let usedBefore = first.map { conversion == nil || $0 < reference } ?? false
        let wasAvailable = history.contains { $0.id == feature.id && $0.from <= reference }
        let name = usedBefore ? "used_before_conversion" : wasAvailable ? "available_not_used" : "not_available"
        var sums = cohorts[Cohort(feature: feature.name, name: name)] ?? Sums()
        sums.users += 1
        if let conversion {
          sums.converted += 1
          sums.days += Double(conversion["days_to_convert"] ?? "") ?? 0
          sums.revenue += Double(conversion["mrr"] ?? "") ?? 0
        }
        cohorts[Cohort(feature: feature.name, name: name)] = sums
      }
    }
    return cohorts.map { cohort, sums in
      let converted = Double(sums.converted)
      return [
        cohort.feature, cohort.name, String(sums.users), String(sums.converted),
        String(converted / Double(sums.users)), sums.converted == 0 ? nil : String(sums.days / converted),
        sums.converted == 0 ? nil : String(sums.revenue / converted),
      ]
    }
  }

  /// Days since the first of March of year 0, counted by hand: each month in turn.
  static func dayNumber(_ date: String) -> Int {
    let parts = date.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return 0 }
    let year = parts[1] > 2 ? parts[0] : parts[0] - 1
    let lengths = [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28]
    let month = (parts[1] + 9) % 12
    return year * 365 + year / 4 - year / 100 + year / 400 + lengths[..<month].reduce(0, +) + parts[2]
  }
}
