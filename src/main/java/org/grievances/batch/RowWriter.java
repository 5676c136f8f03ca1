package org.grievances.batch;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.TableAccess;
import org.grievances.failure.ErrorCode;
import org.grievances.item.Item;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.grievances.tracing.Step;
import org.grievances.tracing.Tracing;

/**
 * Writes the rows of a batch in chunks, each in key order, so that two batches that write the same
 * rows wait for each other instead of deadlocking.
 */
final class RowWriter implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(RowWriter.class.getName());
  private static final int CHUNK = 1000;

  private final Action action;
  private final Batch.Options options;
  private final Table table;
  private final UnitOfWork unitOfWork;
  private final TableAccess access;
  private final Codes codes;
  private final boolean rowByRow;
  private final MultiStatus outcomes;
  private final RowChecks checks;
  private final Tracing tracing;
  private final String database;
  private final List<PendingRow> chunk = new ArrayList<>();

  /** The keys of the records that the written ones belong to. */
  private final Set<Object> parents = new HashSet<>();

  private Step reading;

  RowWriter(
      Batch batch,
      UnitOfWork unitOfWork,
      Codes codes,
      boolean rowByRow,
      MultiStatus outcomes,
      Tracing tracing) {
    this.action = batch.action();
    this.options = batch.options();
    this.table = batch.table();
    this.unitOfWork = unitOfWork;
    this.access = unitOfWork.on(table);
    this.codes = codes;
    this.rowByRow = rowByRow;
    this.outcomes = outcomes;
    this.checks = new RowChecks(batch, unitOfWork, codes, outcomes);
    this.tracing = tracing;
    this.database = batch.database().name();
    this.reading = read();
  }

  /** Items are read until a chunk is full. */
  private Step read() {
    return tracing.begin("read items", database);
  }

  /**
   * @param expectedUpdateDate the {@code update_Date} that the record must have; null for any
   */
  void add(int item, Item.Row row, LocalDateTime expectedUpdateDate) throws SQLException {
    chunk.add(new PendingRow(item, row.key(), row.values(), row.sent(), expectedUpdateDate, null));
    if (chunk.size() == chunkSize()) {
      writeChunk();
      reading = read();
    }
  }

  /** Writes the rows that are left, after the last one was added. */
  void finish() throws SQLException {
    if (!chunk.isEmpty()) {
      writeChunk();
    }
    if (!parents.isEmpty()) {
      unitOfWork.parentsOf(table).orElseThrow().summarize(parents);
    }
  }

  /** In a code list, each item may change the default that the item before it set. */
  private int chunkSize() {
    return table.isList() ? 1 : CHUNK;
  }

  private void writeChunk() throws SQLException {
    reading.setCount(chunk.size()).close();
    tracing.during("write rows", database, this::writeChunk);
  }

  private Void writeChunk(Step writing) throws SQLException {
    writing.setCount(chunk.size());
    if (options.endsAt(outcomes.failures())) {
      chunk.forEach(row -> outcomes.leaveOut(row.item(), row.key()));
      chunk.clear();
      return null;
    }
    for (List<PendingRow> all : rounds()) {
      List<PendingRow> round = checks.writable(all);
      if (!round.isEmpty()) {
        write(round);
      }
    }
    chunk.clear();
    return null;
  }

  private void write(List<PendingRow> round) throws SQLException {
    if (rowByRow) {
      writeByBisection(round);
    } else {
      report(round, run(round));
    }
  }

  /** Items that were read since the last chunk were all faulty, if there were any. */
  @Override
  public void close() {
    reading.close();
  }

  /**
   * The chunk in key order, split into rounds so that no key occurs twice in a round; of two items
   * with the same key, the later one is in a later round. Rows that get new keys are one round.
   */
  private List<List<PendingRow>> rounds() {
    if (action.givesKeys()) {
      return List.of(List.copyOf(chunk));
    }
    chunk.sort(PendingRow::byKey);
    List<List<PendingRow>> rounds = new ArrayList<>();
    Object lastKey = null;
    int round = 0;
    for (PendingRow pending : chunk) {
      round = pending.key().equals(lastKey) ? round + 1 : 0;
      lastKey = pending.key();
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(pending);
    }
    return rounds;
  }

  /** Uses bisection to find the rows that the database refuses, and writes all others. */
  private void writeByBisection(List<PendingRow> rows) throws SQLException {
    if (tryToWrite(rows).isEmpty()) {
      return;
    }
    if (rows.size() == 1) {
      writeOrRefuse(rows);
    } else {
      int half = rows.size() / 2;
      writeByBisection(rows.subList(0, half));
      writeByBisection(rows.subList(half, rows.size()));
    }
  }

  /** Tries again: the row may have failed only because another transaction was creating its key. */
  private void writeOrRefuse(List<PendingRow> row) throws SQLException {
    tryToWrite(row).ifPresent(exception -> refuse(row.get(0), exception));
  }

  /** Empty if the rows were written; otherwise the reason why at least one of them could not be. */
  private Optional<SQLException> tryToWrite(List<PendingRow> rows) throws SQLException {
    try {
      report(rows, unitOfWork.attempt(() -> run(rows)));
      return Optional.empty();
    } catch (SQLException e) {
      if (SqlErrorKind.of(e).isOfRow()) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  private boolean[] run(List<PendingRow> rows) throws SQLException {
    return action.run(access, rows, codes, options);
  }

  private void report(List<PendingRow> rows, boolean[] done) {
    for (int row = 0; row < done.length; row++) {
      PendingRow pending = rows.get(row);
      Object key = table.key(pending.values());
      outcomes.set(pending.item(), action.outcome(key, done[row], options));
      if (table.parent().isPresent()) {
        parents.add(table.parentKey(pending.values()));
      }
    }
  }

  private void refuse(PendingRow row, SQLException exception) {
    if (SqlErrorKind.of(exception) == SqlErrorKind.REFUSED) {
      String reason = "Refused by the database: " + SqlErrorKind.reason(exception);
      outcomes.set(row.item(), Outcome.failed(row.key(), 409, ErrorCode.REFUSED, reason));
    } else {
      Activity.log(
          LOGGER, Level.SEVERE, "Item " + row.item() + " met an unexpected error.", exception);
      String apology = "Not applied: the database reported an unexpected error on this item";
      outcomes.set(row.item(), Outcome.failed(row.key(), 500, ErrorCode.UNEXPECTED, apology));
    }
  }
}
