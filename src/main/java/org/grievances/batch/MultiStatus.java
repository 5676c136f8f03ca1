package org.grievances.batch;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.grievances.failure.ErrorCode;

/**
 * The response to a batch: for each item, at the item's index, the HTTP status of its outcome and
 * what was done with it, or its errors.
 */
public final class MultiStatus {
  private static final int NOT_APPLIED = 424;

  private final String keyName;
  private final List<Outcome> outcomes = new ArrayList<>();
  private int failures;

  MultiStatus(String keyName) {
    this.keyName = keyName;
  }

  String keyName() {
    return keyName;
  }

  public List<Outcome> outcomes() {
    return outcomes;
  }

  /**
   * Sets the outcome of an item; items may come in any order.
   *
   * @param item the index of the item in the batch, from 0
   */
  void set(int item, Outcome outcome) {
    while (outcomes.size() <= item) {
      outcomes.add(null);
    }
    outcomes.set(item, outcome);
    failures += isFailed(outcome) ? 1 : 0;
  }

  /** The number of items that have failed so far. */
  int failures() {
    return failures;
  }

  /**
   * Leaves an item out, since too many have failed before it.
   *
   * @param item the index of the item in the batch, from 0
   */
  void leaveOut(int item, Object key) {
    set(item, notApplied(key, "Not applied"));
  }

  private static Outcome notApplied(Object key, String message) {
    return Outcome.failed(key, NOT_APPLIED, ErrorCode.NOT_APPLIED, message);
  }

  private OptionalInt firstFailed() {
    return IntStream.range(0, outcomes.size())
        .filter(item -> isFailed(outcomes.get(item)))
        .findFirst();
  }

  /** Whether an item has failed itself. */
  private static boolean isFailed(Outcome outcome) {
    return outcome.isFailure() && outcome.status() != NOT_APPLIED;
  }

  /**
   * How many items were created, updated or deleted, failed, and were not applied because others
   * failed: a dictionary (RFC 9651, section 3.2).
   */
  public String summary(Action action) {
    Map<String, Long> counts = new LinkedHashMap<>();
    action.doneStatuses().forEach((status, done) -> counts.put(done, count(status)));
    counts.put("failed", (long) failures);
    long notApplied = count(NOT_APPLIED);
    if (notApplied > 0) {
      counts.put("not-applied", notApplied);
    }
    return counts.entrySet().stream().map(Object::toString).collect(joining(", "));
  }

  private long count(int status) {
    return outcomes.stream().filter(outcome -> outcome.status() == status).count();
  }

  boolean hasFailures() {
    return failures > 0;
  }

  /** Removes the keys, because the records are not created after all. */
  void removeKeys() {
    outcomes.replaceAll(Outcome::withoutKey);
  }

  /** Reports each item that had not failed as not applied, because others failed. */
  void markNotApplied(Batch.Options options) {
    String message =
        options.atomic()
            ? "Not applied: item " + firstFailed().orElseThrow() + " failed"
            : "Not applied: as many items failed as maxFailures says";
    outcomes.replaceAll(each -> isFailed(each) ? each : notApplied(each.key(), message));
  }

  /** Reports each item that had not failed as one that would be applied. */
  void markAsDryRun() {
    outcomes.replaceAll(each -> each.isFailure() ? each : each.hypothetical());
  }
}
