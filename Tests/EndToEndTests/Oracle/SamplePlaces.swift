import Glibc
import SampleData

/// Where the sample and the expectations lie, and folders to work in.
enum SamplePlaces {
  static let home: String = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/")
  }()

  static let growthAnalytics = home + "/sample-data/growth-analytics"

  /// Rows of a comma-separated file of expectations, without its heading. Empty fields are NULL; nothing is quoted.
  static func expectation(_ name: String) -> [[String?]] {
    let text = ShellOutput.text("cat '\(home)/Tests/Expectations/growth-analytics/\(name).csv'")
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { $0.isEmpty ? nil : String($0) }
    }
  }
}

/// A folder that is gone with its value.
struct ScratchFolder: ~Copyable {
  let path: String

  init() {
    var template = Array("/tmp/sluice-test-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp/sluice-test"
  }

  deinit { system("rm -rf '\(path)'") }
}
