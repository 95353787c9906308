package import Engine

/// What the screens ask of one run as a whole.
package protocol RunQuestions: Sendable {
  /// Every check of a run.
  func checks(of run: RunID) async throws -> [CheckRecord]
  /// Every event of a run, ascending.
  func events(of run: RunID) async throws -> [EventRecord]
  /// Writes a run to a file that another machine's console opens; returns what was written, in words.
  func export(_ run: RunID, to path: String) async throws -> String
  /// Files of the project as they are saved, for a console that reruns what a save touches.
  var savedFiles: AsyncStream<[String]> { get }
}

extension RunQuestions {
  /// Nothing, where nothing is kept.
  package func checks(of run: RunID) async throws -> [CheckRecord] { [] }
  /// Nothing, where nothing is kept.
  package func events(of run: RunID) async throws -> [EventRecord] { [] }
  /// Refuses.
  package func export(_ run: RunID, to path: String) async throws -> String {
    throw ConsoleRefusal("there is nothing to export a run from here")
  }
  /// No file is ever saved.
  package var savedFiles: AsyncStream<[String]> { AsyncStream { $0.finish() } }
}

/// Why the console does not do what was asked, in a sentence for the person.
package struct ConsoleRefusal: Error, CustomStringConvertible {
  package let description: String

  /// A refusal in words.
  package init(_ description: String) { self.description = description }
}
