import Synchronization

/// Collects what loading has to say, from any thread, so that one pass can report all that is wrong.
final class MessageLog: Sendable {
  private let messages = Mutex<[ProjectMessage]>([])

  func add(_ message: ProjectMessage) { messages.withLock { $0.append(message) } }

  func error(_ text: String, at location: SourceLocation? = nil, hint: String? = nil, node: NodeID? = nil) {
    add(ProjectMessage(.error, text, at: location, hint: hint, node: node))
  }

  func warning(_ text: String, at location: SourceLocation? = nil, hint: String? = nil, node: NodeID? = nil) {
    add(ProjectMessage(.warning, text, at: location, hint: hint, node: node))
  }

  /// All messages, errors first, in order of place.
  var sorted: [ProjectMessage] {
    let all = messages.withLock { $0 }
    func key(_ message: ProjectMessage) -> (Int, String, Int, Int) {
      (
        message.severity == .error ? 0 : 1, message.location?.file ?? "", message.location?.line ?? 0,
        message.location?.column ?? 0
      )
    }
    // One slip in a macro shows in every node that uses it: once is enough.
    var seen: Set<String> = []
    return all.filter { seen.insert($0.description).inserted }.sorted { key($0) < key($1) }
  }

  /// How many messages there are so far.
  var count: Int { messages.withLock { $0.count } }

  /// The messages that came after the first so many.
  func messages(after count: Int) -> [ProjectMessage] { messages.withLock { Array($0.dropFirst(count)) } }

  var hasErrors: Bool { messages.withLock { $0.contains { $0.severity == .error } } }
}
