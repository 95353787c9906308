import Glibc

/// The pipelines that sample data can be made for.
package enum SamplePipeline: String, Sendable, CaseIterable {
  case growthAnalytics = "growth-analytics"
  case opsdb

  /// The scale of the data that lies in `sample-data`, and that `sluice demo` makes.
  package var demoScale: Double {
    switch self {
    case .growthAnalytics: 1
    case .opsdb: 0.002
    }
  }

  /// Writes the pipeline's raw files into a folder, made when it is not there, file by file in a fixed order.
  ///
  /// - Parameter report: called after each file.
  @discardableResult
  package func generate(
    into folder: String, options: SampleOptions, report: (SampleFile) -> Void = { _ in }
  ) throws(SampleDataError) -> [SampleFile] {
    try Self.makeFolder(folder)
    switch self {
    case .growthAnalytics:
      return try GrowthAnalyticsFiles(options: options, folder: folder).write(report: report)
    case .opsdb: return try OpsdbFiles(options: options, folder: folder).write(report: report)
    }
  }

  static func makeFolder(_ folder: String) throws(SampleDataError) {
    var path = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      path += part
      if mkdir(path, 0o755) != 0, errno != EEXIST { throw SampleDataError(path: path, code: errno) }
      path += "/"
    }
  }
}

/// One file that was written.
package struct SampleFile: Sendable {
  package let name: String
  package let records: Int
  package let bytes: Int64
}
