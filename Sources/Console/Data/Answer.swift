internal import Engine

/// The answer to a question, or why there is none in words, for a screen that has to know that nothing more is to come.
typealias Answer<Value> = Result<Value, WarehouseError>

extension Result where Success: Sendable, Failure == WarehouseError {
  /// - Throws: when the question was given up: that has no answer.
  init(asking question: () async throws -> Success) async throws {
    do {
      self = .success(try await question())
    } catch {
      if Task.isCancelled { throw error }
      self = .failure(WarehouseError("\(error)"))
    }
  }
}
