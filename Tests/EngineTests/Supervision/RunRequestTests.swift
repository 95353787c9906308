import Project
import Testing

@testable import Engine

@Suite("A request is kept as JSON, without secrets")
struct RunRequestTests {
  private var full: RunRequest {
    var request = RunRequest(projectDirectory: "/p", command: .test)
    request.select = ["+a", "tag:x"]
    request.exclude = ["b"]
    request.selector = "nightly"
    request.nodes = [NodeID("model.p.a")]
    request.resourceTypes = ["model"]
    request.indirectSelection = "cautious"
    request.profilesDirectory = "/q"
    request.profile = "main"
    request.target = "prod"
    request.vars = "{a: \"b\"}"
    request.sourcesDirectory = "/data"
    request.stateArtifacts = "/old"
    request.threads = 7
    request.fullRefresh = true
    request.force = true
    request.failFast = true
    request.storeFailures = true
    request.empty = true
    request.asOf = "2026-02-28"
    request.timeoutSeconds = 1.5
    request.whenBusy = .refuse
    request.trigger = "console"
    request.commandLine = "sluice test"
    request.retryOf = RunID(41)
    request.resumeMode = .unprocessed
    return request
  }

  @Test("Everything asked for is read back, and nothing asked for stays nothing")
  func roundTrip() throws {
    #expect(RunRequest(json: try JSONValue(parsing: full.json.text)) == full)
    let plain = RunRequest(projectDirectory: "/p", command: .build)
    #expect(RunRequest(json: try JSONValue(parsing: plain.json.text)) == plain)
    #expect(RunRequest(json: ["command": "build"]) == nil)
    #expect(RunRequest(json: ["project_dir": "/p", "command": "dance"]) == nil)
  }

  @Test("A secret is kept by name and opened again")
  func sealed() throws {
    let seal = SecretSeal(["DBT_ENV_SECRET_A": "p\"w", "DBT_ENV_SECRET_B": "p\"word", "DBT_ENV_SECRET_C": ""])
    var request = full
    request.vars = "{password: 'p\"word', other: 'p\"w'}"
    let kept = seal.sealed(request.json.text)
    #expect(!kept.contains("p\\\"w"))
    #expect(kept.contains("DBT_ENV_SECRET_B"))
    #expect(RunRequest(json: try JSONValue(parsing: seal.opened(kept))) == request)
  }
}
