extension ProjectTarget {
  /// Passwords, tokens and keys of the profile: what must never be written or shown.
  public var secrets: [String] {
    fields.entries.compactMap { entry in
      let key = entry.key.lowercased()
      guard Self.secretWords.contains(where: { key.contains($0) }), let text = entry.value.scalarText,
        text.utf8.count >= Self.shortestSecret
      else { return nil }
      return text
    }
  }

  private static let secretWords = ["pass", "token", "secret", "private_key", "api_key", "keyfile_json", "access_key"]
  /// A shorter word stands in every other sentence; hiding it would hide the sentences.
  private static let shortestSecret = 4
}
