/// Carries a value to the one thread that uses it at a time.
///
/// Unchecked: whoever hands it over sees to it that a value that changes belongs to one worker while the workers run, and
/// that the threads are joined between phases in which others have it.
package struct Confined<Value>: @unchecked Sendable {
  package let value: Value
  package init(_ value: Value) { self.value = value }
}
