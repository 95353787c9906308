/// A unit of time, or a part of a date, under all the names the dialects give it.
enum DateUnit: String, Sendable {
  case microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
  case decade, century, millennium
  case dayOfWeek = "dow", isoDayOfWeek = "isodow", dayOfYear = "doy", epoch, isoYear = "isoyear"
  case isoWeek = "isoweek", epochMillisecond = "epoch_ms", timeZone = "timezone", nanosecond

  /// Reads a unit's name in any case, singular or plural, in full or short.
  init?(_ text: String) {
    switch text.asciiLowercased() {
    case "microsecond", "microseconds", "us", "usec", "usecs", "microsecs": self = .microsecond
    case "millisecond", "milliseconds", "ms", "msec", "msecs", "millisecs": self = .millisecond
    case "nanosecond", "nanoseconds", "ns": self = .nanosecond
    case "second", "seconds", "s", "sec", "secs": self = .second
    case "minute", "minutes", "mi", "min", "mins", "m": self = .minute
    case "hour", "hours", "h", "hr", "hrs", "hh": self = .hour
    case "day", "days", "d", "dd", "dayofmonth": self = .day
    case "week", "weeks", "w", "wk", "weekofyear", "woy", "wy", "weekiso_trunc": self = .week
    case "month", "months", "mon", "mons", "mm": self = .month
    case "quarter", "quarters", "q", "qtr", "qtrs": self = .quarter
    case "year", "years", "y", "yr", "yrs", "yy", "yyy", "yyyy": self = .year
    case "decade", "decades": self = .decade
    case "century", "centuries", "c": self = .century
    case "millennium", "millennia", "millenniums": self = .millennium
    case "dow", "dayofweek", "weekday", "dw": self = .dayOfWeek
    case "isodow", "dayofweekiso", "dayofweek_iso", "dow_iso": self = .isoDayOfWeek
    case "doy", "dayofyear", "yearday", "dy": self = .dayOfYear
    case "epoch", "epoch_second", "epoch_seconds": self = .epoch
    case "epoch_millisecond", "epoch_milliseconds", "epoch_ms": self = .epochMillisecond
    case "isoyear", "yearofweekiso": self = .isoYear
    case "isoweek", "weekiso", "week_iso": self = .isoWeek
    case "timezone": self = .timeZone
    default: return nil
    }
  }
}
