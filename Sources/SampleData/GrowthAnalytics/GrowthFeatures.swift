/// A feature of the product whose growth is analysed.
struct GrowthFeature {
  let id: StaticString
  let name: StaticString
  /// Day of its first release.
  let release: Int
  /// How many of 1 000 users take it up.
  let adoption: Int
  /// By how many of 1 000 using it raises the chance to convert.
  let lift: Int

  /// The product's features in 2024. What real-time collaboration does for conversion is what the pipeline should find.
  static let all: [GrowthFeature] = [
    GrowthFeature(id: "feat_001", name: "real_time_collab", release: 14, adoption: 420, lift: 190),
    GrowthFeature(id: "feat_002", name: "ai_assistant", release: 40, adoption: 380, lift: 110),
    GrowthFeature(id: "feat_003", name: "advanced_analytics", release: 64, adoption: 260, lift: 80),
    GrowthFeature(id: "feat_004", name: "custom_dashboards", release: 110, adoption: 300, lift: 30),
    GrowthFeature(id: "feat_005", name: "api_access", release: 166, adoption: 180, lift: 60),
    GrowthFeature(id: "feat_006", name: "single_sign_on", release: 213, adoption: 140, lift: 10),
  ]

  static let realTimeCollaboration = 0
}

/// A release as the raw file has it.
struct GrowthRelease {
  let id: StaticString
  let name: StaticString
  let date: StaticString
  let version: StaticString

  /// One list a file: the history of 2024, and then deliveries that try every way a history can go on.
  static let deliveries: [[GrowthRelease]] = [
    [
      GrowthRelease(id: "feat_001", name: "real_time_collab", date: "2024-01-15", version: "1.0"),
      GrowthRelease(id: "feat_002", name: "ai_assistant", date: "2024-02-10", version: "1.0"),
      GrowthRelease(id: "feat_003", name: "advanced_analytics", date: "2024-03-05", version: "1.0"),
      GrowthRelease(id: "feat_004", name: "custom_dashboards", date: "2024-04-20", version: "1.0"),
      GrowthRelease(id: "feat_001", name: "real_time_collab", date: "2024-06-01", version: "2.0"),
      GrowthRelease(id: "feat_005", name: "api_access", date: "2024-06-15", version: "1.0"),
      GrowthRelease(id: "feat_006", name: "single_sign_on", date: "2024-08-01", version: "1.0"),
      GrowthRelease(id: "feat_002", name: "ai_assistant", date: "2024-09-01", version: "2.0"),
    ],
    // A new version.
    [GrowthRelease(id: "feat_003", name: "advanced_analytics", date: "2025-01-20", version: "2.0")],
    // Nothing new: what is known, delivered again.
    [
      GrowthRelease(id: "feat_001", name: "real_time_collab", date: "2024-06-01", version: "2.0"),
      GrowthRelease(id: "feat_003", name: "advanced_analytics", date: "2025-01-20", version: "2.0"),
    ],
    // A brand-new feature.
    [GrowthRelease(id: "feat_007", name: "workflow_automation", date: "2025-02-15", version: "1.0")],
    // Several versions of one feature in one file, not in order.
    [
      GrowthRelease(id: "feat_004", name: "custom_dashboards", date: "2025-03-20", version: "2.1"),
      GrowthRelease(id: "feat_004", name: "custom_dashboards", date: "2025-03-01", version: "2.0"),
      GrowthRelease(id: "feat_004", name: "custom_dashboards", date: "2025-04-10", version: "3.0"),
    ],
    // Out of order: versions from before what is known.
    [
      GrowthRelease(id: "feat_003", name: "advanced_analytics", date: "2024-08-01", version: "1.5"),
      GrowthRelease(id: "feat_006", name: "single_sign_on", date: "2024-05-01", version: "0.9"),
    ],
  ]
}
