package org.grievances.loader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.csv.ColumnNames;

/** A load, from the checks of the file to the summary. */
final class Load {
  private static final int MAX_BYTES = 8 * 1024 * 1024;
  private static final int MIN_BYTES = 64 * 1024;

  /** A slice is in memory as read, as sent, and while its buffer grows. */
  private static final int COPIES = 4;

  private static final String JOURNAL = ".load-state";

  private final Source source;
  private final LoadOptions options;
  private final Service service;
  private final Display display;
  private final ColumnMap map;
  private Sending.Mode mode;
  private Rows.Options rowOptions;

  Load(Source source, LoadOptions options, Service service, Display display) {
    this.source = source;
    this.options = options;
    this.service = service;
    this.display = display;
    this.map = options.map();
  }

  /** The exit code. */
  int run() throws IOException {
    checkFiles();
    Journal journal = journal(settings());
    if (journal.isComplete()) {
      display.say("The load is complete already; --restart begins again.");
      return exitCode(journal.totals());
    }
    checkText();
    rowOptions = withFormat(options.rows());
    Rows rows = Rows.open(source, rowOptions, map);
    checkColumns(rows);
    mode = mode(rows);
    rows.guard().sayTakenOff(display);
    if (options.dryRun() || options.checkFirst()) {
      int checked = dryRun(rows);
      if (options.dryRun() || checked != ExitCodes.ALL_APPLIED) {
        return checked;
      }
      rows = Rows.open(source, rowOptions, map);
    }
    return load(rows, journal);
  }

  private void checkFiles() throws IOException {
    for (Path written : new Path[] {options.failed(), options.state()}) {
      if (written != null
          && source.isFile()
          && Files.exists(written)
          && Files.isSameFile(written, source.file())) {
        throw ExitException.usage("It would write over the file that is to be loaded: " + written);
      }
    }
  }

  /** Otherwise, rows before the damage would be applied. */
  private void checkText() throws IOException {
    display.show("Reading the file", source::read, source.size(), () -> "nothing is sent yet");
    source.check(options.rows().charset());
  }

  /**
   * The settings that must be unchanged for a load to be resumed, so that the same rows are sent
   * again: a line for each.
   */
  private String settings() {
    Rows.Options rows = options.rows();
    return String.join(
        "\n",
        setting("--url", service.base()),
        setting("--database", service.database()),
        setting("--format", rows.format()),
        setting("--charset", rows.charset()),
        setting("--separator", rows.separator()),
        setting("--map and --ignore", map),
        setting("--ignore-unknown", options.ignoreUnknown()),
        setting("--merge and --create", options.mode()),
        setting("--job", options.job()),
        setting("--guarded", rows.isGuarded()),
        setting("--profile", rows.conversion()));
  }

  private static String setting(String name, Object value) {
    String text = Objects.toString(value, "").replaceAll("\\R", " ").strip();
    return name + ": " + (text.isEmpty() ? "not given" : text);
  }

  private Journal journal(String settings) throws IOException {
    boolean kept = source.isFile() && !options.dryRun();
    return Journal.open(
        kept ? fileOrDefault(options.state(), JOURNAL) : null,
        kept ? source.fingerprint() : "",
        settings,
        options.resume(),
        options.restart());
  }

  private Path fileOrDefault(Path given, String suffix) {
    return given != null || !source.isFile()
        ? given
        : source.file().resolveSibling(source.file().getFileName() + suffix);
  }

  private Rows.Options withFormat(Rows.Options given) throws IOException {
    Format format = given.format();
    if (format == null && source.isFile()) {
      format = Format.of(source.file().toString());
    }
    if (format == null) {
      BufferedInputStream in = source.open();
      format = Format.sniffed(Source.beginning(in, given.charset()));
      source.pushBack(in);
    }
    return given.with(format);
  }

  private void checkColumns(Rows rows) {
    List<String> columns = rows.columns();
    // Objects may lack members; a row of CSV without a column would empty its member.
    List<String> missing = rows.form().isCsv() ? map.missing(columns) : List.of();
    if (!missing.isEmpty()) {
      throw ExitException.usage(
          "The file has no such columns, which are mapped: %s. It has: %s"
              .formatted(String.join(", ", missing), String.join(", ", columns)));
    }
    rows.checkMembers();
    List<String> sent = columns.stream().filter(column -> map.member(column) != null).toList();
    if (rows.form().isCsv()) {
      checkKey(sent);
    }
    Set<String> unknown =
        new ColumnCheck(service, rowOptions.format(), options.mode())
            .unknown(sent.stream().map(map::member).toList());
    List<String> left =
        sent.stream()
            .filter(
                column ->
                    unknown.contains(map.member(column))
                        || ServiceColumns.isOfOutcome(map.member(column)))
            .toList();
    if (left.isEmpty()) {
      return;
    }
    String names = String.join(", ", left.stream().map(this::describe).toList());
    if (!options.ignoreUnknown()) {
      throw ExitException.usage(
          "The service does not know these columns: %s. Nothing was loaded. Name them as the service does (--map), or leave them out (--ignore, or --ignore-unknown for all of them)."
              .formatted(names));
    }
    display.say("These columns are left out, which the service does not know: " + names);
    map.ignore(left);
  }

  private void checkKey(List<String> columns) {
    boolean isCreating = options.mode() == Sending.Mode.CREATE;
    boolean hasKey = columns.stream().map(map::member).anyMatch(Rows.KEY::equalsIgnoreCase);
    if (hasKey && isCreating) {
      throw ExitException.usage(
          "The service gives the keys, but a column goes to %s; leave it out (--ignore), or load without --create."
              .formatted(Rows.KEY));
    }
    if (!hasKey && !isCreating) {
      throw ExitException.usage(
          "No column goes to %s; the columns are: %s. If all grievances are new, --create lets the service give the keys."
              .formatted(Rows.KEY, String.join(", ", columns)));
    }
  }

  /** As chosen; else whether the file has a column for every member, which is said if not. */
  private Sending.Mode mode(Rows rows) {
    if (options.mode() != null) {
      return options.mode();
    }
    List<String> missing =
        rows.form().isCsv()
            ? ServiceColumns.missing(
                rows.columns().stream().map(map::member).filter(Objects::nonNull).toList())
            : List.of();
    if (!missing.isEmpty()) {
      display.say(
          "Grievances that exist keep what the file has no columns for (--no-merge clears it): "
              + String.join(", ", missing));
    }
    return missing.isEmpty() ? Sending.Mode.REPLACE : Sending.Mode.MERGE;
  }

  private String describe(String column) {
    String member = map.member(column);
    String name = ColumnNames.withVisibleMarks(column);
    return member.equals(ColumnMap.plain(column)) ? name : name + " (mapped to " + member + ")";
  }

  private int dryRun(Rows rows) throws IOException {
    Path file = options.dryRun() ? options.failed() : null;
    Journal journal = Journal.open(null, "", "", false, false);
    RowErrors errors = new RowErrors();
    Stopwatch time = new Stopwatch(Totals.NONE);
    try (rows;
        FailedRows failed = new FailedRows(file, rows.form(), 0)) {
      if (options.job()) {
        asJob(true, rows.form(), journal, failed, errors);
      } else {
        send(rows, null, journal, failed, errors, "Checking");
      }
    }
    summarize("would be created", "would be updated", journal.totals(), time, errors, file);
    return exitCode(journal.totals());
  }

  private int load(Rows rows, Journal journal) throws IOException {
    Format format = rowOptions.format();
    Path file = fileOrDefault(options.failed(), ".failed." + format.extension());
    RowErrors errors = new RowErrors();
    Stopwatch time = new Stopwatch(journal.totals());
    Thread hint = new Thread(() -> sayHowToGoOn(journal));
    if (source.isFile()) {
      Runtime.getRuntime().addShutdownHook(hint);
    }
    try (rows;
        FailedRows failed = new FailedRows(file, rows.form(), journal.failedBytes())) {
      if (options.job()) {
        asJob(false, rows.form(), journal, failed, errors);
      } else {
        send(rows, journal.run(), journal, failed, errors, "Loading");
        journal.complete(journal.totals());
      }
      Runtime.getRuntime().removeShutdownHook(hint);
    } catch (ExitException e) {
      if (!e.isResumable()) {
        Runtime.getRuntime().removeShutdownHook(hint);
      }
      throw e;
    }
    Totals totals = journal.totals();
    summarize("created", "updated", totals, time, errors, totals.failed() == 0 ? null : file);
    return exitCode(totals);
  }

  private void sayHowToGoOn(Journal journal) {
    display.end();
    display.say(
        journal.job() == null
            ? "Not complete; the same command with --resume goes on."
            : "The service goes on with the job; the same command with --resume follows it.");
  }

  private void asJob(
      boolean dryRun, FileForm form, Journal journal, FailedRows failed, RowErrors errors)
      throws IOException {
    Upload.Content content = new Upload.Content(source, rowOptions, map);
    Path unprocessed = fileOrDefault(null, ".unprocessed." + rowOptions.format().extension());
    new JobLoad(
            service,
            content,
            new Sending(isStrict(), mode, dryRun),
            journal,
            new JobItems(service, content, failed, new Unprocessed(unprocessed, form), errors),
            display)
        .run();
  }

  private boolean isStrict() {
    return !(options.ignoreUnknown() && rowOptions.format() != Format.CSV);
  }

  private void send(
      Rows rows, String run, Journal journal, FailedRows failed, RowErrors errors, String task)
      throws IOException {
    AtomicInteger batchSize = new AtomicInteger(options.batchSize());
    BatchSender sender =
        new BatchSender(
            service,
            rowOptions.format().sentAs(),
            new Sending(isStrict(), mode, run == null),
            run,
            batchSize);
    display.show(task, source::read, source.size(), () -> progress(journal.totals()));
    new Batches(sender, journal, failed, errors::add, options.parallel())
        .send(new Slicer(rows, journal, batchSize, mostBytes()));
    source.checkUnchanged();
    rows.guard().sayKept(display, rows.guardedRows());
  }

  private int mostBytes() {
    long share = Runtime.getRuntime().maxMemory() / (COPIES * (options.parallel() + 2L));
    return (int) Math.max(MIN_BYTES, Math.min(MAX_BYTES, share));
  }

  private static String progress(Totals totals) {
    return String.format(Locale.ROOT, "%,d rows, %,d failed", totals.all(), totals.failed());
  }

  private void summarize(
      String created, String updated, Totals totals, Stopwatch time, RowErrors errors, Path file) {
    display.end();
    if (options.quiet()) {
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%,d rows: %,d %s, %,d %s, %,d failed; %s%n",
        totals.all(),
        totals.created(),
        created,
        totals.updated(),
        updated,
        totals.failed(),
        time.summary(totals));
    errors.lines().forEach(System.out::println);
    if (file != null && totals.failed() > 0) {
      System.out.println("The failed rows are in " + file);
    }
  }

  private static int exitCode(Totals totals) {
    return totals.failed() == 0 ? ExitCodes.ALL_APPLIED : ExitCodes.SOME_FAILED;
  }

  /** Measures the duration and the speed. */
  private record Stopwatch(Totals before, long began) {
    Stopwatch(Totals before) {
      this(before, System.nanoTime());
    }

    String summary(Totals totals) {
      double seconds = (System.nanoTime() - began) / 1e9;
      double speed = (totals.all() - before.all()) / Math.max(seconds, 1e-3);
      return String.format(Locale.ROOT, "%.1f s, %,.0f rows a second", seconds, speed);
    }
  }
}
