extension RunStoreReader {
  /// What a run was asked to do; nil when there is no such run, or what was kept of its request cannot be read.
  package func request(of run: RunID) throws(RunStoreError) -> RunRequest? {
    guard let text = try requestText(of: run), let json = try? JSONValue(parsing: SecretSeal.environment().opened(text))
    else { return nil }
    return RunRequest(json: json)
  }
}
