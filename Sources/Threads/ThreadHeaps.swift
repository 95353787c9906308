internal import CMalloc

/// Where the memory of threads comes from.
package enum ThreadHeaps {
  /// Lets all threads take from one heap. The C library gives threads heaps of their own, each of which keeps what was once
  /// needed in it: a program whose threads hardly ever meet pays for that in memory and gains nothing.
  ///
  /// To be called before the first thread is started. (`mallopt(3)`, `M_ARENA_MAX`.)
  package static func shareOne() { _ = sluice_arena_max(1) }
}
