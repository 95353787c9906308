import Threads

/// Seconds of a clock that only goes forward and that nobody can set.
func monotonicSeconds() -> Double { Double(monotonicNanoseconds()) / 1e9 }
