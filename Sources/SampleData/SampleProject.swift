import Glibc

/// A sample's project, carried along in the program: all its files but the raw data.
package struct SampleProject: Sendable {
  /// Path within the project and content.
  package let files: [(path: String, text: String)]

  package init(_ pipeline: SamplePipeline) {
    switch pipeline {
    case .growthAnalytics: self.init(archive: GrowthAnalyticsArchive.text)
    case .opsdb: self.init(archive: OpsdbArchive.text)
    }
  }

  /// - Parameter archive: every file after a line `=== path`.
  init(archive text: String) {
    let archive = Array(text.utf8)
    var files: [(path: String, text: String)] = []
    var start = 0
    while start < archive.count {
      let end = archive[start...].firstIndex(of: 10).map { $0 + 1 } ?? archive.count
      if archive[start..<end].starts(with: "=== ".utf8) {
        files.append((String(decoding: archive[(start + 4)..<(end - 1)], as: UTF8.self), ""))
      } else if !files.isEmpty {
        files[files.count - 1].text += String(decoding: archive[start..<end], as: UTF8.self)
      }
      start = end
    }
    self.files = files
  }

  /// Writes the project and, at the size the sample has, its raw data into a folder.
  package func write(
    into folder: String, _ pipeline: SamplePipeline, options: SampleOptions
  ) throws(SampleDataError) {
    for file in files {
      let path = "\(folder)/\(file.path)"
      let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
      try SamplePipeline.makeFolder(String(parent))
      try Self.write(file.text, to: path)
    }
    try pipeline.generate(into: "\(folder)/data", options: options)
  }

  private static func write(_ text: String, to path: String) throws(SampleDataError) {
    var writer = try RecordWriter(path: path)
    for line in text.utf8.split(separator: 10, omittingEmptySubsequences: false).dropLast() {
      writer.reserve()
      for byte in line { writer.write(byte: byte) }
      writer.write(byte: 10)
    }
    try writer.finish()
  }
}
