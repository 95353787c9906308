// The tables of methods, filters and tests, still empty.
enum PercentFormat { static func format(_ format: String, _ value: Value) throws -> String { format } }
enum StringMethods { nonisolated(unsafe) static let table: [String: BuiltinMethod.Body] = [:] }
enum ListMethods { nonisolated(unsafe) static let table: [String: BuiltinMethod.Body] = [:] }
enum DictMethods { nonisolated(unsafe) static let table: [String: BuiltinMethod.Body] = [:] }
enum TupleMethods { nonisolated(unsafe) static let table: [String: BuiltinMethod.Body] = [:] }
enum SetMethods { nonisolated(unsafe) static let table: [String: BuiltinMethod.Body] = [:] }
enum NumberMethods { nonisolated(unsafe) static let table: [String: BuiltinMethod.Body] = [:] }
enum BuiltinFilters { nonisolated(unsafe) static let table: [String: Filter] = [:] }
enum BuiltinTests { nonisolated(unsafe) static let table: [String: Test] = [:] }
