package import TerminalKit

/// What lies over the screen and gets the keys first.
package enum Overlay: Sendable {
  case help(HelpOverlay)
  case prompt(Prompt)
  case confirm(ConfirmDialog, then: [Effect], from: Int)
  case menu(Menu, from: Int)
  case text(title: String, TextView)
}

extension Overlay {
  /// The keys it takes, for the footer: those of the screen below do not work meanwhile.
  func hints(in size: Size) -> [BindingSummary] {
    func hint(_ chords: [Chord], _ label: String) -> BindingSummary {
      Binding(chords, label, help: "", action: ()).summary
    }
    let scroll = [hint([Chord(.down)], "further"), hint([Chord(.pageDown)], "page")]
    switch self {
    case .help: return [hint([Chord(.escape)], "close")] + scroll
    case .text(_, let view):
      let isLong = view.shown(width: max(1, size.width - 10)).count > size.height - 4
      return [hint([Chord(.escape)], "close"), hint(["y"], "copy")] + (isLong ? scroll : [])
    case .confirm(let dialog, _, _):
      return [hint(["y"], "yes"), hint([Chord(.escape)], "no")] + (dialog.isLonger(than: size) ? scroll : [])
    case .menu: return [hint([Chord(.enter)], "choose"), hint([Chord(.escape)], "close")]
    case .prompt: return []
    }
  }
}

/// A line being typed at the bottom.
package struct Prompt: Sendable {
  /// What the line is for.
  package enum Purpose: Sendable {
    case command
    case search
    case filter
    case question(Question, from: Int)
  }

  package var purpose: Purpose
  package var field: TextField
  package var completion = Completion()

  init(_ purpose: Purpose, initial: String = "", history: [String] = []) {
    self.purpose = purpose
    field = TextField(initial, history: history)
  }

  /// What stands before the typed text.
  var mark: String {
    switch purpose {
    case .command: ":"
    case .search: "/"
    case .filter: "&"
    case .question(let question, _): question.title + " "
    }
  }
}

/// Words that could follow, and the one chosen.
package struct Completion: Sendable, Hashable {
  package var choices: [Choice] = []
  package var chosen: Int?

  /// A word with what it means.
  package struct Choice: Sendable, Hashable {
    package var word: String
    package var help: String
  }

  /// The choices that match what is typed: those that begin with it first, then those that contain it.
  static func matching(_ typed: String, in all: [Choice]) -> [Choice] {
    let text = typed.lowercased()
    if text.isEmpty { return all }
    let starts = all.filter { $0.word.lowercased().hasPrefix(text) }
    let contains = all.filter { !$0.word.lowercased().hasPrefix(text) && $0.word.lowercased().contains(text) }
    return starts + contains
  }
}
