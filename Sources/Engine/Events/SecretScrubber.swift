import Glibc

/// Replaces secrets in whatever is written or shown: values of `DBT_ENV_SECRET_*` variables and passwords of the profile.
package struct SecretScrubber: Sendable {
  /// What stands where a secret stood.
  package static let mask = "*****"

  private let secrets: [String]

  /// - Parameter secrets: The values to hide; empty ones are left out.
  package init(secrets: [String]) {
    var forms: Set<String> = []
    for secret in secrets where !secret.isEmpty {
      forms.insert(secret)
      // Inside JSON a secret looks different: it must not slip through there.
      var quoted = ""
      JSONValue.appendQuoted(secret, to: &quoted)
      forms.insert(String(quoted.dropFirst().dropLast()))
    }
    // Longest first: a secret that contains another one is hidden whole.
    self.secrets = forms.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// The secrets of this process's environment, and further ones.
  package static func environment(adding more: [String] = []) -> SecretScrubber {
    SecretScrubber(secrets: more + environmentSecrets().values)
  }

  /// Values of secret variables by name.
  static func environmentSecrets() -> [String: String] {
    var secrets: [String: String] = [:]
    var entry = environ
    while let variable = entry.pointee {
      let text = String(cString: variable)
      if text.hasPrefix("DBT_ENV_SECRET"), let equals = text.firstIndex(of: "=") {
        secrets[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      entry += 1
    }
    return secrets
  }

  package func scrub(_ text: String) -> String {
    if secrets.isEmpty || text.isEmpty { return text }
    var result = text
    for secret in secrets { result = Self.replacing(secret, by: Self.mask, in: result) }
    return result
  }

  package func scrub(_ text: String?) -> String? { text.map { scrub($0) } }

  func scrub(_ rows: FailingRows) -> FailingRows {
    if secrets.isEmpty { return rows }
    return FailingRows(
      columns: rows.columns.map { scrub($0) }, rows: rows.rows.map { $0.map { scrub($0) } }, total: rows.total)
  }

  /// Compares bytes, so that neither case nor Unicode equivalence hides or finds too much.
  static func replacing(_ secret: String, by mask: String, in text: String) -> String {
    let needle = Array(secret.utf8)
    let bytes = Array(text.utf8)
    guard bytes.count >= needle.count, let first = needle.first else { return text }
    var result: [UInt8] = []
    var position = 0
    var isChanged = false
    while position < bytes.count {
      if bytes[position] == first, bytes.count - position >= needle.count,
        bytes[position..<position + needle.count].elementsEqual(needle)
      {
        result += Array(mask.utf8)
        position += needle.count
        isChanged = true
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return isChanged ? String(decoding: result, as: UTF8.self) : text
  }
}
