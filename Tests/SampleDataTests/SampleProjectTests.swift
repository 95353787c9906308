import SampleData
import Testing

@Suite("The project that the program carries along") struct SampleProjectTests {
  @Test("is the one in sample-data, file by file; scripts/sample-data writes it anew")
  func equality() {
    let home =
      "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/sample-data/growth-analytics"
    let found = SampleFolder.output("cd '\(home)' && git ls-files | grep -v '^data/' | LC_ALL=C sort")
    let paths = String(decoding: found, as: UTF8.self).split(separator: "\n").map(String.init)
    let project = SampleProject(.growthAnalytics)
    #expect(project.files.map(\.path) == paths)
    for file in project.files {
      #expect(Array(file.text.utf8) == SampleFolder.output("cat '\(home)/\(file.path)'"), "\(file.path)")
    }
  }

  @Test("can be written out, with its data")
  func writing() throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.001))
    let project = SampleProject(.growthAnalytics)
    try project.write(into: folder.path + "/demo", .growthAnalytics, options: SampleOptions(scale: 0.01))
    #expect(folder.lines("demo/dbt_project.yml").contains("name: growth_analytics"))
    #expect(folder.lines("demo/data/user_signups.jsonl").count == 50)
    for file in project.files { #expect(folder.bytes("demo/\(file.path)") == Array(file.text.utf8)) }
  }
}
