package org.grievances.loader;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The progress of a load, in a small file from which another process can resume: which rows are
 * finished, which slices were begun, and the length of the file of failed rows. Each entry is on
 * the disk before the next step.
 */
final class Journal {
  private static final String RUN = "run";
  private static final String SOURCE = "source";
  private static final String SETTINGS = "settings";
  private static final String FINISHED = "finished";
  private static final String BEGUN = "begun";
  private static final String CREATED = "created";
  private static final String UPDATED = "updated";
  private static final String FAILED = "failed";
  private static final String FAILED_BYTES = "failed-bytes";
  private static final String JOB = "job";
  private static final String COMPLETE = "complete";

  /** Null if nothing is stored. */
  private final Path file;

  private final Properties values;
  private final Ranges finished;
  private final Ranges begun;
  private Totals totals;

  private Journal(Path file, Properties values) {
    this.file = file;
    this.values = values;
    this.finished = Ranges.parse(values.getProperty(FINISHED, ""));
    this.begun = Ranges.parse(values.getProperty(BEGUN, ""));
    this.totals = new Totals(number(CREATED), number(UPDATED), number(FAILED));
  }

  /**
   * Begins a load, or resumes one.
   *
   * @param file null to store nothing
   * @param source a fingerprint of the file
   * @param settings a fingerprint of the settings that affect what is sent
   * @param resume whether to resume; without an earlier load, a new one begins
   * @param restart whether to discard an incomplete load
   */
  static Journal open(Path file, String source, String settings, boolean resume, boolean restart) {
    Properties values = new Properties();
    boolean there = file != null && Files.exists(file);
    if (there) {
      read(file, values);
    }
    boolean complete = values.containsKey(COMPLETE);
    if (there && !resume && !restart && !complete) {
      throw ExitException.usage(
          "An earlier load was not completed: --resume goes on with it, --restart begins again. It is described in "
              + file);
    }
    if (there && resume) {
      check(values, SOURCE, source, "The file has changed since the load began");
      check(values, SETTINGS, settings, "The options are not those with which the load began");
    } else {
      values.clear();
      values.setProperty(RUN, UUID.randomUUID().toString());
      values.setProperty(SOURCE, source);
      values.setProperty(SETTINGS, settings);
    }
    return new Journal(file, values);
  }

  private static void read(Path file, Properties values) {
    try (Reader text = Files.newBufferedReader(file)) {
      values.load(text);
    } catch (IOException | IllegalArgumentException e) {
      throw ExitException.usage("The state of the earlier load cannot be read: " + file);
    }
  }

  private static void check(Properties values, String name, String expected, String otherwise) {
    String before = values.getProperty(name, "");
    if (!expected.equals(before)) {
      throw ExitException.usage(
          "%s, so it cannot go on; --restart begins again. (Before: %s. Now: %s.)"
              .formatted(
                  otherwise, linesWithout(before, expected), linesWithout(expected, before)));
    }
  }

  /** The lines of a text that another text lacks. */
  private static String linesWithout(String text, String other) {
    List<String> others = other.lines().toList();
    return text.lines().filter(line -> !others.contains(line)).collect(Collectors.joining("; "));
  }

  private long number(String name) {
    return Long.parseLong(values.getProperty(name, "0"));
  }

  /** The prefix of the Idempotency-Keys of this load, also after it was resumed. */
  String run() {
    return values.getProperty(RUN);
  }

  synchronized Totals totals() {
    return totals;
  }

  boolean isComplete() {
    return values.containsKey(COMPLETE);
  }

  long failedBytes() {
    return number(FAILED_BYTES);
  }

  /** The job that the file was sent as; null for none. */
  String job() {
    return values.getProperty(JOB);
  }

  /** The row after those that are finished from a given one on. */
  synchronized long finishedFrom(long row) {
    return finished.endFrom(row);
  }

  /** The end of the slice that was begun with a row; the row itself when there is none. */
  synchronized long begunFrom(long row) {
    return begun.endFrom(row);
  }

  /** The first row after a given one of which something is known. */
  synchronized long nextAfter(long row) {
    return Math.min(finished.nextAfter(row), begun.nextAfter(row));
  }

  synchronized void begin(long first, long end) {
    begun.add(first, end);
    write();
  }

  /**
   * @param failedBytes the present length of the file of failed rows
   */
  synchronized void finish(long first, long end, Totals outcome, long failedBytes) {
    begun.remove(first);
    finished.join(first, end);
    totals = totals.plus(outcome);
    values.setProperty(FAILED_BYTES, Long.toString(failedBytes));
    write();
  }

  /** The file was sent as a job, all but the rows that could not be sent. */
  synchronized void sentAs(String job, long rows, Totals unsent, long failedBytes) {
    values.setProperty(JOB, job);
    finish(0, rows, unsent, failedBytes);
  }

  synchronized void complete(Totals all) {
    totals = all;
    values.setProperty(COMPLETE, "true");
    write();
  }

  private void write() {
    if (file == null) {
      return;
    }
    values.setProperty(FINISHED, finished.toString());
    values.setProperty(BEGUN, begun.toString());
    values.setProperty(CREATED, Long.toString(totals.created()));
    values.setProperty(UPDATED, Long.toString(totals.updated()));
    values.setProperty(FAILED, Long.toString(totals.failed()));
    try {
      StringWriter text = new StringWriter();
      values.store(text, "The progress of grievances-load; --resume goes on from here.");
      Path next = file.resolveSibling(file.getFileName() + ".new");
      try (FileChannel out =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw ExitException.stopped("The state of the load cannot be written: " + file);
    }
  }
}
