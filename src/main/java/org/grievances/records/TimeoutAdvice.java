package org.grievances.records;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** Tells callers what to narrow if the database took too long to read what they asked for. */
public final class TimeoutAdvice {
  private TimeoutAdvice() {}

  /**
   * Reads, and adds advice to the failure if that takes too long.
   *
   * @param advice a sentence
   */
  public static <T> T on(Supplier<T> read, String advice) {
    try {
      return read.get();
    } catch (FailureException e) {
      throw e.type() == ProblemType.QUERY_TIMEOUT
          ? new FailureException(e.type(), e.getMessage() + " " + advice)
          : e;
    }
  }

  /** The advice for a page of a list. */
  static String of(PageQuery query) {
    List<String> ways = new ArrayList<>();
    if (query.offset() > 0) {
      ways.add("follow the links of the list instead of asking for page " + query.number());
    }
    if (query.after().isEmpty() && query.countTo().isEmpty() && !query.conditions().isEmpty()) {
      ways.add("count no further than you need, as with countTo=1000");
    }
    if (!query.sorts().get(0).field().key()) {
      ways.add("sort by the key");
    }
    ways.add("choose fewer records by another parameter");
    String text = String.join("; or ", ways);
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
