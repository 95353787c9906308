import Glibc
import Synchronization
import TestSupport
import Threads

/// Feeds a target for a number of inputs, or for some seconds.
///
/// Before a target sees an input it is written to a file, so that the one that kills the process or never comes back is
/// known afterwards.
struct FuzzRun: Sendable {
  let target: any FuzzTarget
  let seed: UInt64
  /// Where inputs are kept.
  let folder: String

  struct Outcome: Sendable {
    var inputs = 0
    /// Faults with the file their input is kept in.
    var faults: [(fault: String, file: String)] = []
  }

  /// How long one input may take.
  private static let patience = 120.0

  func run(inputs: Int = .max, seconds: Double = .infinity) -> Outcome {
    var mutator = Mutator(seed: seed, words: target.words, seeds: target.seeds)
    var outcome = Outcome()
    let start = Self.now
    let current = "\(folder)/\(target.name)-current"
    let descriptor = open(current, O_RDWR | O_CREAT | O_TRUNC, 0o644)
    defer {
      close(descriptor)
      unlink(current)
    }
    let watch = Watch(target.name, patience: Self.patience)
    defer { watch.end() }
    var known: Set<String> = []
    while outcome.inputs < inputs, outcome.inputs & 0xFF != 0 || Self.now - start < seconds {
      let input = mutator.input()
      pwrite(descriptor, input, input.count, 0)
      ftruncate(descriptor, off_t(input.count))
      watch.begin()
      let fault = target.fault(input)
      watch.rest()
      outcome.inputs += 1
      // One of a kind is enough: the same words up to the first figure.
      if let fault, known.insert(String(fault.prefix { !$0.isNumber })).inserted {
        let file = "\(folder)/\(target.name)-\(seed)-\(outcome.inputs)"
        Self.write(input, to: file)
        outcome.faults.append((fault, file))
      }
    }
    return outcome
  }

  static var now: Double { Double(monotonicNanoseconds()) / 1e9 }

  private static func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    _ = Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }
}

/// Ends the process when one input takes longer than anybody would wait; its bytes are in the file.
private final class Watch: Sendable {
  private let began = Mutex<Double?>(nil)
  private let isOver = Atomic<Bool>(false)

  init(_ name: String, patience: Double) {
    var thread = pthread_t()
    let look = Unmanaged.passRetained(
      Look { [weak self] in
        while let self, !self.isOver.load(ordering: .relaxed) {
          if let began = self.began.withLock({ $0 }), FuzzRun.now - began > patience {
            let words = "\(name): an input takes more than \(patience) s\n"
            Glibc.write(2, words, words.utf8.count)
            abort()
          }
          usleep(200_000)
        }
      })
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Look>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, look.toOpaque())
    pthread_detach(thread)
  }

  func begin() { began.withLock { $0 = FuzzRun.now } }
  func rest() { began.withLock { $0 = nil } }
  func end() { isOver.store(true, ordering: .relaxed) }

  private final class Look: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
