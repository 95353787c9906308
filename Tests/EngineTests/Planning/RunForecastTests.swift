import Project
import Testing

@testable import Engine

@Suite("A forecast says when, and how sure it is")
struct RunForecastTests {
  private func plan(_ graph: String, past: [String: [Double]]) throws -> Plan {
    let graph = try GraphFixture.graph(graph)
    let steps = past.map { name, seconds in
      (
        GraphFixture.id(name),
        seconds.map {
          PastStep(run: RunID(1), state: .success, seconds: $0, rows: 100, finishedAt: Instant(microseconds: 0))
        }
      )
    }
    return Planner.plan(
      graph, command: .build, selection: Set(graph.order), past: Dictionary(uniqueKeysWithValues: steps))
  }

  @Test("One chain takes the sum; two threads take the longer of two; one thread both")
  func makespan() throws {
    let chain = try plan("a\nb <- a\nc <- b", past: ["a": [1, 2, 6], "b": [4], "c": [1, 3]])
    let forecast = RunForecast(chain, options: ScheduleOptions(threads: 8))
    #expect(forecast.seconds == 2 + 4 + 2)
    #expect(forecast.range == 6...13)
    #expect(forecast.knownShare == 1)
    let pair = try plan("a\nb", past: ["a": [5], "b": [3]])
    #expect(RunForecast(pair, options: ScheduleOptions(threads: 2)).seconds == 5)
    #expect(RunForecast(pair, options: ScheduleOptions(threads: 1)).seconds == 8)
  }

  @Test("Of a run that is under way only the rest counts, by its own progress where it tells")
  func remaining() throws {
    let plan = try plan("a\nb <- a\nc <- b", past: ["a": [10], "b": [10], "c": [10]])
    let start = Instant(microseconds: 0)
    let records = [
      StepRecord(run: RunID(1), node: GraphFixture.id("a"), state: .success),
      StepRecord(
        run: RunID(1), node: GraphFixture.id("b"), state: .runningProcess, startedAt: start,
        progress: StepProgress(rowsWritten: 25, expectedRows: 100)),
      StepRecord(run: RunID(1), node: GraphFixture.id("c"), state: .waiting),
    ]
    let forecast = RunForecast(plan, options: ScheduleOptions(), records: records, now: start.advanced(by: 2))
    // A quarter done in 2 s: 6 s more, and 10 s for c.
    #expect(forecast.seconds == 16)
  }

  @Test("Without a past nothing is known, and that is said")
  func unknown() throws {
    let plan = try plan("a\nb <- a", past: ["b": [3]])
    #expect(RunForecast(plan, options: ScheduleOptions()).knownShare == 0.5)
  }
}
