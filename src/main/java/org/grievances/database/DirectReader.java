package org.grievances.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.GroupCount;
import org.grievances.schema.Condition;
import org.grievances.schema.Grouping;
import org.grievances.schema.Table;

/** Reads from one database outside of the transactions of requests, over connections of its own. */
final class DirectReader {
  private static final Logger LOGGER = Logger.getLogger(DirectReader.class.getName());

  private final String name;
  private final DatabaseMonitor monitor;
  private final ListIndexes indexes;
  private final DatabaseFailures failures;

  DirectReader(
      String name, DatabaseMonitor monitor, ListIndexes indexes, DatabaseFailures failures) {
    this.name = name;
    this.monitor = monitor;
    this.indexes = indexes;
    this.failures = failures;
  }

  private OpenedDatabase opened() {
    return monitor.opened().orElseThrow(failures::unavailable);
  }

  /** See {@link Database#read}. */
  DirectReading read(Bulkhead limit) {
    OpenedDatabase opened = opened();
    Bulkhead.Permit permit = limit.acquire();
    try {
      return opened.read(opened.source().getConnection(), indexes, permit);
    } catch (SQLException | RuntimeException e) {
      permit.close();
      monitor.logPoolFault(e);
      throw failures.unavailable();
    } catch (Error e) {
      permit.close();
      throw e;
    }
  }

  /** See {@link Database#export}; the slot is free again once the export ends, or cannot begin. */
  Export export(
      Table table,
      List<Condition> conditions,
      Export.FirstRead first,
      ExportSlots.Slot slot,
      Bulkhead limit) {
    try {
      return Export.begin(read(limit), table, conditions, first, slot, failures);
    } catch (SQLException e) {
      slot.close();
      throw failures.of(SqlErrorKind.of(e), e);
    } catch (RuntimeException | Error e) {
      slot.close();
      throw e;
    }
  }

  /** See {@link Database#info}. */
  Optional<DatabaseInfo> info(Table table, Duration timeout) {
    try {
      return Optional.of(opened().info(table, timeout));
    } catch (SQLException | RuntimeException e) {
      if (SqlErrorKind.in(e).filter(SqlErrorKind.UNAVAILABLE::equals).isPresent()) {
        monitor.checkSoon();
      }
      Activity.log(LOGGER, Level.WARNING, "The information about " + name + " cannot be read.", e);
      return Optional.empty();
    }
  }

  /** See {@link Database#countByGroup}. */
  Optional<List<GroupCount>> countByGroup(
      Table table, List<Condition> conditions, List<Grouping> groupings) {
    try {
      return Optional.of(opened().countByGroup(table, conditions, groupings));
    } catch (SQLException | RuntimeException e) {
      Activity.log(LOGGER, Level.WARNING, "Rows of " + name + " could not be counted.", e);
      return Optional.empty();
    }
  }
}
