package import Project
import SQLKit
import SQLiteKit

/// Translates with SQLKit: the project's dialect into SQLite's.
package struct SQLKitTranslator: QueryTranslator {
  package init() {}

  package func translate(_ sql: String, for project: LoadedProject, in scope: RelationScope) throws -> TranslatedQuery {
    let resolver = ScopeResolver(scope: scope)
    var options = TranslationOptions()
    options.currentTimestamp = scope.currentTimestamp
    do {
      let (translation, stages) = try stageQuery(
        sql, from: Dialect(adapterType: project.target.type) ?? .sqlite, resolver: resolver, options: options,
        staging: StagingOptions(rowCount: scope.rowCounts))
      return TranslatedQuery(translation, stages: stages, relations: resolver.relations, written: resolver.written)
    } catch {
      throw TranslationRefusal(
        error.words, offset: error.offset,
        missing: resolver.missing)
    }
  }
}

extension SQLKitTranslator {
  package func notingFaultPlaces(_ sql: String, for project: LoadedProject, in scope: RelationScope) -> String? {
    var options = TranslationOptions()
    options.currentTimestamp = scope.currentTimestamp
    options.previewsCTEs = false
    options.notesFaultPlaces = true
    return try? translateQuery(
      sql, from: Dialect(adapterType: project.target.type) ?? .sqlite, resolver: ScopeResolver(scope: scope),
      options: options
    ).sql
  }
}

/// Answers SQLKit out of a step's scope.
final class ScopeResolver: SchemaResolver {
  let scope: RelationScope
  /// What names in the text stand for, by their name in SQLite.
  private(set) var relations: [String: RelationName] = [:]
  /// The same, by the name as written.
  private(set) var written: [RelationReference: RelationName] = [:]
  private(set) var missing: RelationName?
  /// Why the relation named last is not to be had as it was asked for.
  fileprivate(set) var obstacle: String?

  func sqliteName(ofNew reference: RelationReference) -> String? {
    guard let relation = scope.name(parts: reference.parts),
      let alias = try? scope.alias(of: relation.database)
    else { return nil }
    return quoteIdentifier(alias, relation.tableName)
  }

  init(scope: RelationScope) {
    self.scope = scope
  }

  func resolve(_ reference: RelationReference) -> ResolvedRelation? {
    guard let found = found(reference) else {
      if obstacle == nil { missing = missing ?? scope.name(parts: reference.parts) }
      return nil
    }
    relations[found.sqlName] = found.relation
    written[reference] = found.relation
    var columns = found.columns.map { ColumnType($0.name, $0.dataType.isEmpty ? nil : $0.dataType) }
    if found.isFile {
      columns += FilePlace.allCases.map { ColumnType($0.rawValue, $0.declaredType, isHidden: true) }
    }
    return ResolvedRelation(sqliteName: found.sqlName, columns: columns, hasRowID: found.isStored)
  }
}

extension ScopeResolver {
  private func found(_ reference: RelationReference) -> RelationScope.Found? {
    obstacle = nil
    guard let moment = reference.moment else { return scope.find(parts: reference.parts) }
    guard let relation = scope.name(parts: reference.parts) else { return nil }
    do { return try scope.find(relation, at: moment) } catch {
      obstacle = String(describing: error)
      return nil
    }
  }
}

/// The hidden columns of a file read in place.
enum FilePlace: String, CaseIterable {
  case file = "_file"
  case line = "_line"
  case row = "_row"

  var declaredType: String { self == .file ? "TEXT" : "BIGINT" }
}

extension TranslatedQuery {
  fileprivate init(
    _ translation: Translation, stages: StagedQuery, relations: [String: RelationName],
    written: [RelationReference: RelationName]
  ) {
    let map = translation.sourceMap
    self.init(
      sql: translation.sql,
      inputs: translation.inputs.compactMap { use in
        relations[use.sqliteName].map { Input(relation: $0, columns: use.columnsUsed, offset: use.offset) }
      },
      columns: translation.outputColumns?.map { AdapterColumn(name: $0.name, dataType: $0.declaredType ?? "") },
      isDeterministic: translation.isDeterministic, usesCurrentDate: translation.usesCurrentDate,
      sourceOffset: { map.inputOffset(forOutput: $0) })
    self.stages = stages
    commonTables = translation.ctes
    let outputs = translation.outputColumns ?? []
    columnSources = {
      var all: [String: [RelationName: String]] = [:]
      for column in outputs {
        var sources: [RelationName: Set<String>] = [:]
        for source in column.lineage {
          if let relation = written[source.relation] { sources[relation, default: []].insert(source.column) }
        }
        all[column.name.lowercased()] = sources.compactMapValues { $0.count == 1 ? $0.first : nil }
      }
      return all
    }
  }
}
