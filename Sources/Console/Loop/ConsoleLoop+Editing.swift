internal import Glibc
internal import TerminalKit

extension ConsoleLoop {
  /// Opens a file in the person's editor; offers to build what was saved.
  func edit(_ file: String, line: Int) {
    let root = state.context.project?.root ?? "."
    let path = file.hasPrefix("/") ? file : root + "/" + file
    guard access(path, R_OK) == 0 else {
      state.message = .init(text: "\(path) cannot be read: \(String(cString: strerror(errno)))", role: .warn)
      return
    }
    let editor = Surroundings.editor
    let before = WrittenFile.stamp(of: path)
    let words = editor.split(separator: " ").map(String.init) + ["+\(line)", path]
    guard let status = terminal.run(words) else {
      state.message = .init(text: "`\(editor)` did not start; set EDITOR", role: .warn)
      return
    }
    perform(state.handle(.resize(terminal.size)))
    guard WrittenFile.stamp(of: path) != before else {
      let text = status == 0 ? "\(file) was left as it is" : "\(editor) ended with \(status)"
      state.message = .init(text: text, role: status == 0 ? .info : .warn)
      return
    }
    askProject()
    perform(state.edited(file))
  }
}
