/// A way to make a node's result: one type for each word of `materialized:`.
protocol Materializer {
  /// Makes the candidate in the step's scratch file. Nothing published is touched.
  func build(_ statement: AuthoredStatement, in context: StepContext) throws -> Candidate
}
