import CommandLineKit
import Engine
import Project

/// Opens a project's run store and finds what a command line names in it.
struct RunLookup {
  let place: ProjectPlace
  let reader: RunStoreReader

  init(_ arguments: Arguments) throws {
    place = try ProjectPlace(arguments)
    do throws(RunStoreError) {
      // A run whose process died is told as crashed, by whoever looks first.
      try RunLedger(place.state).settleDead()
      reader = try RunStoreReader(place.state)
    } catch {
      if error.kind == .missing { throw CommandFailure("nothing has run here yet", hint: "start with: sluice build") }
      throw error
    }
  }

  /// The run of a number, or the last one.
  func run(_ number: Int??) throws -> RunRecord {
    guard let number = number ?? nil else {
      guard let latest = try reader.latestRun() else {
        throw CommandFailure("nothing has run here yet", hint: "start with: sluice build")
      }
      return latest
    }
    guard let run = try reader.run(RunID(Int64(number))) else {
      throw CommandFailure("there is no run \(number)", hint: "sluice runs lists them")
    }
    return run
  }
}

/// How nodes are called in print: without what every id of the project begins with.
enum NodeName {
  /// `user_dim`, `raw.user_signups`, or a test's name.
  static func short(_ node: NodeID) -> String {
    let parts = node.rawValue.split(separator: ".", omittingEmptySubsequences: false)
    if parts.first == "test", parts.count > 3 { return String(parts[2]) }
    return parts.count > 2 ? parts.dropFirst(2).joined(separator: ".") : node.rawValue
  }

  /// Whether a word of the command line means the node: its id, its name, or the last part of it; `*` for any letters.
  static func matches(_ node: NodeID, _ words: [String]) -> Bool {
    if words.isEmpty { return true }
    let name = short(node)
    let last = name.split(separator: ".").last.map(String.init) ?? name
    return words.contains { word in
      [node.rawValue, name, last].contains { matches(Array($0.utf8)[...], Array(word.utf8)[...]) }
    }
  }

  private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      return matches(text, pattern.dropFirst()) || (!text.isEmpty && matches(text.dropFirst(), pattern))
    }
    return text.first == first && matches(text.dropFirst(), pattern.dropFirst())
  }
}
