import SampleData
import Testing

@Suite("The projects that the program carries along") struct SampleProjectTests {
  @Test(
    "are those in sample-data, file by file; scripts/sample-data writes them anew", arguments: SamplePipeline.allCases)
  func equality(pipeline: SamplePipeline) {
    let home =
      "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/sample-data/\(pipeline.rawValue)"
    let found = SampleFolder.output("cd '\(home)' && git ls-files | grep -v '^data/' | LC_ALL=C sort")
    let paths = String(decoding: found, as: UTF8.self).split(separator: "\n").map(String.init)
    let project = SampleProject(pipeline)
    #expect(project.files.map(\.path) == paths)
    for file in project.files {
      #expect(Array(file.text.utf8) == SampleFolder.output("cat '\(home)/\(file.path)'"), "\(file.path)")
    }
  }

  @Test("can be written out, with data", arguments: [SamplePipeline.growthAnalytics: "user_signups", .opsdb: "task"])
  func writing(pipeline: SamplePipeline, table: String) throws {
    let folder = try SampleFolder(SampleOptions(scale: 0.001))
    let project = SampleProject(pipeline)
    try project.write(into: folder.path + "/demo", pipeline, options: SampleOptions(scale: 0.01))
    #expect(!folder.lines("demo/data/\(table).jsonl").isEmpty)
    for file in project.files { #expect(folder.bytes("demo/\(file.path)") == Array(file.text.utf8)) }
  }
}
