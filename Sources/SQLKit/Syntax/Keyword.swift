/// The words of SQL that have a place in its grammar; nearly all may also be names.
enum Keyword: UInt8, CaseIterable {
  case none
  case all, alter, analyze, and, anti, any, array, `as`, asc, asof, at, between, boolean, both, bucket, by
  case cascade, `case`, cast, check, cluster, collate, column, columns, commit, constraint, create, cross, cube
  case current, currentDate, currentTime, currentTimestamp, currentUser, database, date, dateadd, day, dec
  case decimal, `default`, delete, desc, describe, dict, distinct, distribute, `do`, drop, each, `else`, end
  case escape, except, exclude, execute, exists, explain, explode, extract, `false`, fetch, fetching, filter
  case first, flatten, following, `for`, foreign, format, from, full, function, functions, generate, generated
  case glob, global, grant, group, grouping, groups, having, hour, `if`, ignore, ilike, `in`, include, index
  case inner, input, insert, intersect, interval, into, inverse, `is`, isnull, join, json, key, keys, kill, last
  case lateral, leading, left, like, limit, local, localtime, localtimestamp, map, match, matched, materialized
  case merge, minus, minute, month, name, names, natural, next, no, not, nothing, notnull, null, nulls, of, offset
  case on, only, option, or, order, ordinality, others, outer, outfile, over, overlaps, overwrite, partition
  case pivot, placing, position, positional, preceding, precision, primary, qualify, quarter, range, recursive
  case references, refresh, regexp, rename, repeatable, replace, respect, restrict, returning, revoke, right
  case rlike, rollback, rollup, row, rows, safeCast, sample, schema, second, select, semi, set, sets, show
  case similar, some, sort, source, start, string, `struct`, substring, symmetric, system, table, tables
  case tablesample, target, temp, temporary, text, then, ties, time, timestamp, timestamptz, to, top, trailing
  case transaction, trim, `true`, truncate, tryCast, type, unbounded, union, unique, unknown, unlock, unlogged
  case unnest, unpivot, update, use, using, vacuum, value, values, varying, version, view, when, `where`, window
  case with, within, without, year, zone

  /// The keyword a lower-case word spells.
  static let spelled: [(StaticString, Keyword)] = [
    ("all", .all), ("alter", .alter), ("analyze", .analyze), ("and", .and), ("anti", .anti), ("any", .any),
    ("array", .array), ("as", .`as`), ("asc", .asc), ("asof", .asof), ("at", .at), ("between", .between),
    ("boolean", .boolean), ("both", .both), ("bucket", .bucket), ("by", .by), ("cascade", .cascade),
    ("case", .`case`), ("cast", .cast), ("check", .check), ("cluster", .cluster), ("collate", .collate),
    ("column", .column), ("columns", .columns), ("commit", .commit), ("constraint", .constraint),
    ("create", .create), ("cross", .cross), ("cube", .cube), ("current", .current), ("current_date", .currentDate),
    ("current_time", .currentTime), ("current_timestamp", .currentTimestamp), ("current_user", .currentUser),
    ("database", .database), ("date", .date), ("dateadd", .dateadd), ("day", .day), ("dec", .dec),
    ("decimal", .decimal), ("default", .`default`), ("delete", .delete), ("desc", .desc), ("describe", .describe),
    ("dict", .dict), ("distinct", .distinct), ("distribute", .distribute), ("do", .`do`), ("drop", .drop),
    ("each", .each), ("else", .`else`), ("end", .end), ("escape", .escape), ("except", .except),
    ("exclude", .exclude), ("execute", .execute), ("exists", .exists), ("explain", .explain), ("explode", .explode),
    ("extract", .extract), ("false", .`false`), ("fetch", .fetch), ("fetching", .fetching), ("filter", .filter),
    ("first", .first), ("flatten", .flatten), ("following", .following), ("for", .`for`), ("foreign", .foreign),
    ("format", .format), ("from", .from), ("full", .full), ("function", .function), ("functions", .functions),
    ("generate", .generate), ("generated", .generated), ("glob", .glob), ("global", .global), ("grant", .grant),
    ("group", .group), ("grouping", .grouping), ("groups", .groups), ("having", .having), ("hour", .hour),
    ("if", .`if`), ("ignore", .ignore), ("ilike", .ilike), ("in", .`in`), ("include", .include), ("index", .index),
    ("inner", .inner), ("input", .input), ("insert", .insert), ("intersect", .intersect), ("interval", .interval),
    ("into", .into), ("inverse", .inverse), ("is", .`is`), ("isnull", .isnull), ("join", .join), ("json", .json),
    ("key", .key), ("keys", .keys), ("kill", .kill), ("last", .last), ("lateral", .lateral), ("leading", .leading),
    ("left", .left), ("like", .like), ("limit", .limit), ("local", .local), ("localtime", .localtime),
    ("localtimestamp", .localtimestamp), ("map", .map), ("match", .match), ("matched", .matched),
    ("materialized", .materialized), ("merge", .merge), ("minus", .minus), ("minute", .minute), ("month", .month),
    ("name", .name), ("names", .names), ("natural", .natural), ("next", .next), ("no", .no), ("not", .not),
    ("nothing", .nothing), ("notnull", .notnull), ("null", .null), ("nulls", .nulls), ("of", .of),
    ("offset", .offset), ("on", .on), ("only", .only), ("option", .option), ("or", .or), ("order", .order),
    ("ordinality", .ordinality), ("others", .others), ("outer", .outer), ("outfile", .outfile), ("over", .over),
    ("overlaps", .overlaps), ("overwrite", .overwrite), ("partition", .partition), ("pivot", .pivot),
    ("placing", .placing), ("position", .position), ("positional", .positional), ("preceding", .preceding),
    ("precision", .precision), ("primary", .primary), ("qualify", .qualify), ("quarter", .quarter),
    ("range", .range), ("recursive", .recursive), ("references", .references), ("refresh", .refresh),
    ("regexp", .regexp), ("rename", .rename), ("repeatable", .repeatable), ("replace", .replace),
    ("respect", .respect), ("restrict", .restrict), ("returning", .returning), ("revoke", .revoke),
    ("right", .right), ("rlike", .rlike), ("rollback", .rollback), ("rollup", .rollup), ("row", .row),
    ("rows", .rows), ("safe_cast", .safeCast), ("sample", .sample), ("schema", .schema), ("second", .second),
    ("select", .select), ("semi", .semi), ("set", .set), ("sets", .sets), ("show", .show), ("similar", .similar),
    ("some", .some), ("sort", .sort), ("source", .source), ("start", .start), ("string", .string),
    ("struct", .`struct`), ("substring", .substring), ("symmetric", .symmetric), ("system", .system),
    ("table", .table), ("tables", .tables), ("tablesample", .tablesample), ("target", .target), ("temp", .temp),
    ("temporary", .temporary), ("text", .text), ("then", .then), ("ties", .ties), ("time", .time),
    ("timestamp", .timestamp), ("timestamptz", .timestamptz), ("to", .to), ("top", .top), ("trailing", .trailing),
    ("transaction", .transaction), ("trim", .trim), ("true", .`true`), ("truncate", .truncate),
    ("try_cast", .tryCast), ("type", .type), ("unbounded", .unbounded), ("union", .union), ("unique", .unique),
    ("unknown", .unknown), ("unlock", .unlock), ("unlogged", .unlogged), ("unnest", .unnest), ("unpivot", .unpivot),
    ("update", .update), ("use", .use), ("using", .using), ("vacuum", .vacuum), ("value", .value),
    ("values", .values), ("varying", .varying), ("version", .version), ("view", .view), ("when", .when),
    ("where", .`where`), ("window", .window), ("with", .with), ("within", .within), ("without", .without),
    ("year", .year), ("zone", .zone),
  ]
}

extension Keyword {
  /// FNV-1a hash of the lower-cased bytes of every keyword, so that a word is classified without making a string.
  private static let byHash: [UInt64: Keyword] = {
    var table: [UInt64: Keyword] = [:]
    table.reserveCapacity(512)
    for (text, keyword) in spelled {
      text.withUTF8Buffer { bytes in table[hash(of: bytes)] = keyword }
    }
    return table
  }()

  /// The longest keyword's length: anything longer is a plain name.
  private static let longest = 20

  /// Classifies a bare word.
  static func classify(_ word: UnsafeBufferPointer<UInt8>) -> Keyword {
    guard word.count <= longest, word.count >= 2 else { return .none }
    return byHash[hash(of: word)] ?? .none
  }

  private static func hash(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes {
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      hash = (hash ^ UInt64(lower)) &* 0x100_0000_01b3
    }
    return hash
  }
}
