internal import Synchronization
internal import TerminalKit

/// Where answers from other threads wait for the loop.
final class Inbox: Sendable {
  /// Something that came from outside the keyboard.
  enum Delivery: Sendable {
    case update(ScreenUpdate, screen: Int, name: String, number: Int)
    case failed(String, name: String)
    /// Why a screen's question has no answer.
    case unanswered(String, question: String, screen: Int, number: Int)
    case done(String)
    case project(ProjectOutline)
    case status(PipelineStatus)
    case changed
    /// Files of the project were saved.
    case saved([String])
    /// A theme's file was saved.
    case themes

    /// The run tells something; nobody asked.
    var isOfRun: Bool {
      switch self {
      case .changed, .status: true
      default: false
      }
    }

    /// Something was written that has yet to be read.
    var isNewsAlone: Bool { if case .changed = self { true } else { false } }
  }

  private let waiting = Mutex<[Delivery]>([])
  private let waker: any TerminalWaker

  init(waker: any TerminalWaker) { self.waker = waker }

  /// Adds a delivery and wakes the loop.
  func put(_ delivery: Delivery) {
    waiting.withLock { $0.append(delivery) }
    waker.wake()
  }

  /// Takes everything that waits.
  func take() -> [Delivery] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
