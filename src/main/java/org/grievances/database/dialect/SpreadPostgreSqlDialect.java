package org.grievances.database.dialect;

import java.sql.Connection;
import java.util.Optional;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/** PostgreSQL whose rows are spread over many machines by their keys; it has no triggers. */
final class SpreadPostgreSqlDialect extends PostgreSqlDialect {
  @Override
  public String folder() {
    return "postgresql-spread";
  }

  @Override
  boolean hasTriggers() {
    return false;
  }

  @Override
  public TableSql sql(Table table) {
    return new SpreadTableAccess.Sql(this, table);
  }

  /** Counts only what is on this machine, without queries to the others. */
  @Override
  public Optional<String> databaseSize() {
    return Optional.of(
        """
        SELECT pg_database_size(current_database()), COALESCE(SUM(GREATEST(reltuples, 0)), 0)
        FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
          AND relname LIKE '%\\_history'""");
  }

  @Override
  public String size(Table table) {
    return "SELECT (%s), pg_database_size(current_database()), FALSE".formatted(count(table));
  }

  /** Does nothing, since there are no triggers. */
  @Override
  public void setCurrentAuthor(Connection connection, Author author) {}

  @Override
  public boolean keepHistory(Connection connection, boolean on) {
    return false;
  }

  /** They are on one machine, and in one part. */
  @Override
  public String removeReads() {
    return "DELETE FROM record_reads WHERE read_at < ?";
  }

  /** Each machine has a snapshot of its own. */
  @Override
  public boolean readsFromEnd() {
    return false;
  }

  /** Rows on different machines would first be brought together. */
  @Override
  public boolean hasWindows() {
    return false;
  }

  /** A join with a subquery would be sent to each node in turn. */
  @Override
  public boolean findsKeysFirst(long offset) {
    return false;
  }
}
