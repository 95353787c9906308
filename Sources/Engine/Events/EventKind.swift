/// The kinds of events the engine writes, so that no reader spells them by hand.
package enum EventKind {
  package static let runState = "run.state"
  package static let runPlan = "run.plan"
  package static let runHook = "run.hook"
  package static let stepState = "step.state"
  package static let stepProgress = "step.progress"
  package static let gateState = "gate.state"
  package static let checkResult = "check.result"
  package static let versionPublished = "version.published"
  /// A waiver was given or ended; belongs to no run.
  package static let waiver = "waiver"
  /// A held version was published on somebody's word, or corrected records were admitted; belongs to no run.
  package static let quarantine = "quarantine"
  package static let log = "log"
}
