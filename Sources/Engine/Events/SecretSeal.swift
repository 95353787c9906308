import Glibc

/// Puts the name of a secret where its value stood, so that a request can be kept and carried out later without it.
package struct SecretSeal: Sendable {
  // Two characters of Unicode's private use area, which no option of a command line holds.
  private static let opening = "\u{E0F0}"
  private static let closing = "\u{E0F1}"

  private let secrets: [(name: String, value: String)]

  /// - Parameter secrets: Values by the name of their variable.
  package init(_ secrets: [String: String]) {
    self.secrets = secrets.filter { !$0.value.isEmpty }.map { (name: $0.key, value: $0.value) }
      .sorted { ($0.value.utf8.count, $0.name) > ($1.value.utf8.count, $1.name) }
  }

  /// The secrets of this process's environment.
  package static func environment() -> SecretSeal { SecretSeal(SecretScrubber.environmentSecrets()) }

  /// The text without secrets.
  package func sealed(_ text: String) -> String {
    secrets.reduce(text) { result, secret in
      Self.replace(Self.quoted(secret.value), by: Self.opening + secret.name + Self.closing, in: result)
    }
  }

  /// The text with the secrets as they are in the environment now; unknown ones stay sealed.
  package func opened(_ text: String) -> String {
    secrets.reduce(text) { result, secret in
      Self.replace(Self.opening + secret.name + Self.closing, by: Self.quoted(secret.value), in: result)
    }
  }

  /// The value as it stands inside a JSON string.
  private static func quoted(_ value: String) -> String {
    var text = ""
    JSONValue.appendQuoted(value, to: &text)
    return String(text.dropFirst().dropLast())
  }

  private static func replace(_ old: String, by new: String, in text: String) -> String {
    SecretScrubber.replacing(old, by: new, in: text)
  }
}
