import CommandLineKit
import SampleData

/// `sluice generate`: raw files of a sample pipeline, at any size, with or without faults.
enum GenerateCommand {
  private static let pipeline = CommandOperand<SamplePipeline>.required("PIPELINE", "The sample to make data for.")
  private static let scale = CommandOption<Double>.value(
    "--scale", placeholder: "S", default: 1,
    help: "Size; 1 is 5 000 users of growth-analytics, 2.6 million raw rows of opsdb.")
  private static let seed = CommandOption<Int>.value(
    "--seed", placeholder: "N", default: 1, help: "The same seed gives the same bytes on every machine.")
  private static let defects = CommandOption<[String]>.list(
    "--defects", placeholder: "DEFECT",
    help: "Faults to put in, by name, or 'all': \(SampleDefect.allCases.map(\.rawValue).joined(separator: ", ")).")
  private static let releases = CommandOption<Int>.value(
    "--releases", placeholder: "N", default: 1,
    help: "Files of feature releases, 1 to 6: later ones bring new versions, old news and corrections.")
  private static let out = CommandOption<String?>.value(
    "--out", "-o", placeholder: "DIR", help: "Where to write; the folder is made. [default: ./PIPELINE-data]")

  static let command = Command(
    "generate", summary: "Make raw data for a sample pipeline, at any scale.",
    discussion: """
      The data comes from the scale and the seed alone. Build a project from it with `sluice build --sources DIR`.

      Defects:
      \(SampleDefect.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))
      """,
    examples: [
      .init("sluice generate growth-analytics --scale 100 --out big", "500 000 users and about 4 million events"),
      .init("sluice generate growth-analytics --defects orphans null_ids", "data that two gates will stop"),
      .init("sluice generate opsdb --scale 0.1", "260 000 records of Salesforce and HubSpot, 400 MB"),
    ],
    options: [scale, seed, defects, releases, out], operands: [pipeline], section: "Samples"
  ) { arguments in
    guard let pipeline = arguments[pipeline] else { return .usage }
    let options = SampleOptions(
      scale: try positive(arguments[scale]), seed: UInt64(bitPattern: Int64(arguments[seed])),
      defects: try chosen(arguments[defects]), releases: arguments[releases])
    let folder = arguments[out] ?? "\(pipeline.rawValue)-data"
    try pipeline.generate(into: folder, options: options) { file in
      Narration.line("\(folder)/\(file.name): \(Figures.count(file.records)) records, \(Figures.bytes(file.bytes))")
    }
    return .success
  }

  private static func positive(_ scale: Double) throws(UsageError) -> Double {
    guard scale > 0, scale <= 10_000 else {
      throw .invalidValue("\(scale)", for: "--scale", expected: "a number above 0, up to 10000")
    }
    return scale
  }

  private static func chosen(_ words: [String]) throws(UsageError) -> Set<SampleDefect> {
    var chosen: Set<SampleDefect> = []
    for word in words.flatMap({ $0.split(separator: ",").map(String.init) }) {
      if word == "all" { return Set(SampleDefect.allCases) }
      guard let defect = SampleDefect(rawValue: word) else {
        let names = SampleDefect.allCases.map(\.rawValue)
        throw .invalidValue(word, for: "--defects", expected: "all, or some of \(names.joined(separator: ", "))")
      }
      chosen.insert(defect)
    }
    return chosen
  }
}

extension SamplePipeline: ArgumentValue {}
