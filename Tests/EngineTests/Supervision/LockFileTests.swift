import Glibc
import TestSupport
import Testing

@testable import Engine

@Suite("A lock that is held proves that its holder lives")
struct LockFileTests {
  private let folder = TemporaryFolder()
  private var directory: StateDirectory { StateDirectory(folder.path) }

  @Test("Two parts of one process exclude each other, and let go of their own accord")
  func exclusive() throws {
    let first = try LockFile(directory)
    let second = try LockFile(directory)
    #expect(try first.tryLock(.target))
    #expect(try first.tryLock(.run(RunID(7))))
    #expect(try !second.tryLock(.target))
    #expect(try second.isHeldElsewhere(.run(RunID(7))))
    #expect(try !second.isHeldElsewhere(.run(RunID(8))))
    #expect(try second.tryLock(.run(RunID(8))))
    try first.unlock(.target)
    #expect(try second.tryLock(.target))
  }

  @Test("Looking neither makes the file nor takes a lock")
  func looking() throws {
    #expect(LockFile(lookingAt: StateDirectory("/nonexistent")) == nil)
    let holder = try LockFile(directory)
    let looker = try #require(LockFile(lookingAt: directory))
    #expect(try !looker.isHeldElsewhere(.target))
    #expect(try holder.tryLock(.target))
    #expect(try looker.isHeldElsewhere(.target))
  }

  @Test("Closing another descriptor of the same file lets nothing go")
  func closing() throws {
    let holder = try LockFile(directory)
    #expect(try holder.tryLock(.target))
    for _ in 0..<3 { _ = try LockFile(directory).tryLock(.target) }
    #expect(try LockFile(directory).isHeldElsewhere(.target))
  }

  @Test("A lock is handed to a child without a gap, and ends with the child's death by kill -9")
  func inherited() throws {
    let pid: Int32
    do {
      let lock = try LockFile(directory)
      #expect(try lock.tryLock(.run(RunID(3))))
      pid = try SessionProcess(
        executable: "/bin/sleep", arguments: ["sleep", "600"], log: folder.path + "/log", inherited: lock.descriptor
      ).start()
    }
    let looker = try LockFile(directory)
    #expect(try looker.isHeldElsewhere(.run(RunID(3))))
    // A session of its own: a hang-up of this terminal does not reach it.
    #expect(getsid(pid) == pid)
    kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    #expect(try !looker.isHeldElsewhere(.run(RunID(3))))
  }

  @Test("Who holds the target is told, as long as they do")
  func holder() throws {
    let lock = try LockFile(directory)
    #expect(TargetLock.holder(of: directory) == nil)
    do {
      let target = try #require(try TargetLock(lock, purpose: "run 42", at: Instant(microseconds: 0)))
      #expect(TargetLock.holder(of: directory)?.hasPrefix("run 42 (process \(getpid()), by ") == true)
      #expect(try TargetLock(LockFile(directory), purpose: "vacuum") == nil)
      withExtendedLifetime(target) {}
    }
    #expect(TargetLock.holder(of: directory) == nil)
  }
}

@Suite("A process is told from every other that had its number")
struct ProcessIdentityTests {
  @Test("This one lives; one of another start or another boot does not")
  func identity() {
    let current = ProcessIdentity.current
    #expect(current.isAlive)
    #expect(current.startTicks > 0)
    var reused = current
    reused.startTicks -= 1
    #expect(!reused.isAlive)
    var rebooted = current
    rebooted.bootID = "00000000-0000-0000-0000-000000000000"
    #expect(!rebooted.isAlive)
    #expect(!ProcessIdentity(processID: 0, startTicks: 0, bootID: current.bootID).isAlive)
  }
}
