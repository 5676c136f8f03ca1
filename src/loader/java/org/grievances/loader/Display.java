package org.grievances.loader;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of the program: a bar on a terminal, else a line every few seconds. */
final class Display implements AutoCloseable {
  private static final int COLUMNS = 110;
  private static final int BAR_MILLIS = 500;
  private static final int LINE_MILLIS = 5_000;
  private static final long NOTE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final PrintStream err;
  private final boolean quiet;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "display");
            thread.setDaemon(true);
            return thread;
          });
  private ScheduledFuture<?> shown;
  private ProgressBar bar;
  private String note = "";
  private long noted;

  Display(PrintStream err, boolean quiet) {
    this.err = err;
    this.quiet = quiet;
  }

  /**
   * Starts another progress display.
   *
   * @param max the final position; not positive if unknown
   * @param text further figures
   */
  void show(String task, LongSupplier position, long max, Supplier<String> text) {
    show(task, position, max, text, bar -> bar.setUnit(" MB", 1_000_000));
  }

  /** The same for a part of 100. */
  void showPart(String task, LongSupplier percent, Supplier<String> text) {
    show(task, percent, 100, text, bar -> bar.setUnit("%", 1));
  }

  private synchronized void show(
      String task,
      LongSupplier position,
      long max,
      Supplier<String> text,
      UnaryOperator<ProgressBarBuilder> unit) {
    if (quiet) {
      return;
    }
    endBar();
    if (shown != null) {
      shown.cancel(false);
    }
    if (isTerminal()) {
      bar =
          unit.apply(new ProgressBarBuilder())
              .setTaskName(task)
              .setInitialMax(max > 0 ? max : -1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(BAR_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(err, COLUMNS))
              .setMaxRenderedLength(COLUMNS)
              .build();
      shown =
          timer.scheduleAtFixedRate(
              () -> step(position, text), 0, BAR_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      shown =
          timer.scheduleAtFixedRate(
              () ->
                  err.println(
                      task + percent(position.getAsLong(), max) + ": " + text.get() + note()),
              LINE_MILLIS,
              LINE_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void step(LongSupplier position, Supplier<String> text) {
    if (bar != null) {
      bar.stepTo(position.getAsLong());
      bar.setExtraMessage(" " + text.get() + note());
    }
  }

  private static String percent(long position, long max) {
    return max > 0 ? String.format(Locale.ROOT, " %d%%", Math.min(100, 100 * position / max)) : "";
  }

  private synchronized String note() {
    return note.isEmpty() || System.nanoTime() - noted > NOTE_NANOS ? "" : "; waiting: " + note;
  }

  /** Shows the reason of a pause. */
  synchronized void pause(String why) {
    note = why;
    noted = System.nanoTime();
  }

  /** Prints a message. */
  synchronized void say(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  private static boolean isTerminal() {
    if (System.console() != null) {
      return true;
    }
    try {
      return STANDARD_ERROR.toRealPath().toString().matches("/dev/(pts/|tty).*");
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  private void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Ends the display. */
  synchronized void end() {
    timer.shutdownNow();
    endBar();
  }

  @Override
  public void close() {
    end();
  }
}
