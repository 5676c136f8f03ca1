package org.grievances.loader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

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
    FileColumns columns = new FileColumns(rows, rowOptions.format(), options, service, display);
    columns.check();
    mode = columns.mode();
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

  private int dryRun(Rows rows) throws IOException {
    Path file = options.dryRun() ? options.failed() : null;
    Journal journal = Journal.open(null, "", "", false, false);
    Summary summary = new Summary(Totals.NONE);
    try (rows;
        FailedRows failed = new FailedRows(file, rows.form(), 0)) {
      if (options.job()) {
        asJob(true, rows.form(), journal, failed, summary.errors());
      } else {
        send(rows, null, journal, failed, summary.errors(), "Checking");
      }
    }
    end(summary, "would be created", "would be updated", journal.totals(), file);
    return exitCode(journal.totals());
  }

  private int load(Rows rows, Journal journal) throws IOException {
    Format format = rowOptions.format();
    Path file = fileOrDefault(options.failed(), ".failed." + format.extension());
    Summary summary = new Summary(journal.totals());
    Thread hint = new Thread(() -> sayHowToGoOn(journal));
    if (source.isFile()) {
      Runtime.getRuntime().addShutdownHook(hint);
    }
    try (rows;
        FailedRows failed = new FailedRows(file, rows.form(), journal.failedBytes())) {
      if (options.job()) {
        asJob(false, rows.form(), journal, failed, summary.errors());
      } else {
        send(rows, journal.run(), journal, failed, summary.errors(), "Loading");
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
    end(summary, "created", "updated", totals, file);
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

  private void end(Summary summary, String created, String updated, Totals totals, Path failed) {
    display.end();
    if (!options.quiet()) {
      summary.print(created, updated, totals, failed);
    }
  }

  private static int exitCode(Totals totals) {
    return totals.failed() == 0 ? ExitCodes.ALL_APPLIED : ExitCodes.SOME_FAILED;
  }
}
