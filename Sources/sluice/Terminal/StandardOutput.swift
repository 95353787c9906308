import Glibc

/// Standard output: data, and nothing else.
enum StandardOutput {
  static func write(_ text: String) { writeAll(text, to: STDOUT_FILENO) }
}

/// Standard error: what the program tells about its work.
enum Narration {
  static func line(_ text: String) { writeAll(text + "\n", to: STDERR_FILENO) }
  static func raw(_ text: String) { writeAll(text, to: STDERR_FILENO) }
  static func error(_ text: String) { line("sluice: \(text)") }
}

/// Writes all bytes, going on after interruptions; a closed pipe ends it quietly.
private func writeAll(_ text: String, to descriptor: Int32) {
  var text = text
  text.withUTF8 { bytes in
    var start = 0
    while start < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
      if count > 0 { start += count } else if errno != EINTR { return }
    }
  }
}
