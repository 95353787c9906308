/// Words as a POSIX shell reads them.
package enum ShellWord {
  /// The word as it is, or in single quotes where the shell would change it.
  package static func quoted(_ word: String) -> String {
    let safe = word.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./:=+,@%".unicodeScalars.contains($0))
    }
    if safe, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
