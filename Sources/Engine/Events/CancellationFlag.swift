import Synchronization

/// Tells one piece of work that it is to stop: a flag it can look at and actions that stop what cannot look.
package final class CancellationFlag: Sendable {
  private struct State {
    var isRaised = false
    var actions: [@Sendable () -> Void] = []
  }

  private let raised = Atomic<Bool>(false)
  private let state = Mutex(State())

  package init() {}

  /// Whether it was raised. Costs next to nothing: may be asked for every row.
  package var isRaised: Bool { raised.load(ordering: .acquiring) }

  /// Raises the flag and runs the actions, once.
  package func raise() {
    raised.store(true, ordering: .releasing)
    let actions = state.withLock { state in
      state.isRaised = true
      defer { state.actions = [] }
      return state.actions
    }
    for action in actions { action() }
  }

  /// Runs `action` when the flag is raised, at once if it already is.
  package func onRaise(_ action: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      if !state.isRaised { state.actions.append(action) }
      return state.isRaised
    }
    if isLate { action() }
  }
}
