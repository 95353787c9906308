import Console
import Engine
import Testing

@Suite struct FigureTests {
  @Test(arguments: [(0, "0"), (999, "999"), (5000, "5 000"), (-1_234_567, "-1 234 567")])
  func `Counts stand in groups of three`(_ number: Int64, _ text: String) {
    #expect(Figures.count(number) == text)
  }

  @Test(arguments: [
    (812, "812"), (5000, "5.0k"), (41_280, "41.3k"), (999_999, "1000k"), (4_100_000, "4.1M"), (1_200_000_000, "1.2G"),
  ])
  func `Short counts take at most five characters`(_ number: Int64, _ text: String) {
    #expect(Figures.short(number) == text)
    #expect(text.count <= 5)
  }

  @Test(arguments: [
    (0, "0"), (12.5, "12.5"), (41_358, "41 358"), (-0.0004, "-4e-4"), (1.23456e29, "1.235e29"),
    (4.611686018427388e18, "4.612e18"), (9.9999e15, "1e16"), (1e-300, "1e-300"), (.leastNonzeroMagnitude, "0e-300"),
    (.nan, "–"),
  ])
  func `A measure is never told as nothing because it is large or small`(_ value: Double, _ text: String) {
    #expect(Figures.measure(value) == text)
  }

  @Test func `One row is one row`() {
    #expect(Figures.rows(1) == "1 row")
    #expect(Figures.rows(5000) == "5 000 rows")
  }

  @Test(arguments: [
    (0.012, "12ms"), (0.9996, "1.0s"), (2.14, "2.1s"), (59.96, "1m00s"), (64, "1m04s"), (7500, "2h05m"), (-1, "–"),
  ])
  func `Durations take the unit that fits`(_ seconds: Double, _ text: String) {
    #expect(Figures.duration(seconds) == text)
  }

  @Test func `A clock runs in tenths and then in hours`() {
    #expect(Figures.clock(4.25) == "00:04.2")
    #expect(Figures.clock(3723) == "1:02:03")
  }

  @Test func `A share is never told as all before all is done`() {
    #expect(Figures.percent(0.999) == "99%")
    #expect(Figures.percent(1) == "100%")
    #expect(Figures.percent(.nan) == "–")
  }

  @Test(arguments: [
    (0, "1970-01-01", "00:00:00"), (1_715_688_004, "2024-05-14", "12:00:04"), (951_782_400, "2000-02-29", "00:00:00"),
    (-1, "1969-12-31", "23:59:59"),
  ])
  func `Instants are civil times in UTC`(_ seconds: Int64, _ date: String, _ time: String) {
    let civil = Figures.civil(Instant(microseconds: seconds * 1_000_000))
    #expect(civil.date == date && civil.time == time)
  }

  @Test func `Shell words are quoted only where the shell would change them`() {
    #expect(ShellWord.quoted("user_dim+") == "user_dim+")
    #expect(ShellWord.quoted("a b") == "'a b'")
    #expect(ShellWord.quoted("it's") == "'it'\\''s'")
    #expect(RunInvocation("build", select: ["+x"]).shell == "sluice build --select +x")
  }
}
