package org.grievances.loader;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads a file into a database. */
@Command(
    name = "grievances-load",
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    description = {
      "Creates or replaces grievances in a database of the service from a file.",
      "As \"grievances-load export …\" it exports them, and as \"grievances-load follow …\" it follows their changes;",
      "see export --help and follow --help.",
      "",
      "The service is first asked whether it knows the columns of the file; if not, nothing is loaded.",
      "Rows that it refuses go to a file of their own, in which they can be corrected and loaded again.",
      "A load that was interrupted goes on with --resume: no row is lost, and none is applied twice.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All rows were applied.",
      "1:Some rows were not applied; the others were.",
      "2:The command, or a file that it names, is wrong; nothing was applied.",
      "3:It could not go on: the server, the network, the credentials or the file; --resume goes on.",
      "130:It was interrupted; --resume goes on."
    },
    footerHeading =
        "%nCredentials are read from the environment, from a file, or asked for, never from arguments:%n",
    footer = {
      "  GRIEVANCES_API_KEY   and either",
      "  GRIEVANCES_TOKEN     a bearer token, or",
      "  GRIEVANCES_USER, GRIEVANCES_PASSWORD, GRIEVANCES_CLIENT_ID, GRIEVANCES_CLIENT_CODE",
      "                       to sign in with; the tokens are renewed during a long load.",
      "",
      "Examples:",
      "  java -jar grievances-load.jar march.csv --database northwind --map \"Member ID=subscriber_ID\"",
      "  java -jar grievances-load.jar march.csv --database northwind --profile vendor.json --dry-run",
      "  zcat march.ndjson.gz | java -jar grievances-load.jar - --database northwind",
      "  java -jar grievances-load.jar march.csv --database northwind --resume",
      "  java -jar grievances-load.jar export --help"
    })
final class LoadCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description =
          "CSV, lines of JSON (.ndjson, .jsonl) or JSON, gzipped or not; - is the standard input.")
  private String file;

  @Mixin private Target target;

  @Option(
      names = "--format",
      paramLabel = "csv|ndjson|json",
      description = "Else by the extension of FILE, else by how it begins.")
  private Format format;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      converter = CharsetConverter.class,
      description =
          "Of a text without a byte order mark, such as windows-1252; else that of the profile, else UTF-8.")
  private Charset charset;

  @Option(
      names = "--separator",
      paramLabel = "CHARACTER",
      description =
          "Of CSV, or \"tab\"; else that of the profile, else the comma, semicolon, tab or bar that the header row shows.")
  private String separator;

  @Option(
      names = "--guarded",
      negatable = true,
      description =
          "Of CSV, whether to take off the apostrophes that exports and failed rows have before what a spreadsheet would run; else where the columns are those of an export or of failed rows.")
  private Boolean guarded;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "How such files are read, in JSON: the columns, the formats of dates, blanks, codes, the separator and the charset. What other options say comes first.")
  private Path profileFile;

  @Option(
      names = "--map",
      paramLabel = "COLUMN=MEMBER",
      description = "A column of the file and the service's name for it; may be repeated.")
  private List<String> pairs = new ArrayList<>();

  @Option(
      names = "--map-file",
      paramLabel = "FILE",
      description = "A file with such pairs, one a line, or a CSV of two columns.")
  private Path mapFile;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      description = "A column to leave out; may be repeated.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--ignore-unknown",
      description = "Leave out the columns that the service does not know.")
  private boolean ignoreUnknown;

  @Option(
      names = "--merge",
      negatable = true,
      description =
          "Whether members that the file lacks keep their values in grievances that exist; else if it is CSV that lacks columns.")
  private Boolean merge;

  @Option(
      names = "--create",
      description =
          "Create a grievance from each row, with a key that the service gives; the file has none.")
  private boolean create;

  @Option(
      names = "--dry-run",
      description =
          "Have all rows checked without keeping anything, and say which kinds of errors they have.")
  private boolean dryRun;

  @Option(
      names = "--check-first",
      description = "Do a dry run first, and load only if it finds no error.")
  private boolean checkFirst;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many batches are sent at a time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      defaultValue = "5000",
      description =
          "The most rows of a batch (default: ${DEFAULT-VALUE}); halved where the service takes fewer.")
  private int batchSize;

  @Option(
      names = "--job",
      description =
          "Send the file as one job, which the service works off by itself, also when this program ends.")
  private boolean job;

  @Option(
      names = "--failed",
      paramLabel = "FILE",
      description =
          "Where the rows that were not applied go (default: FILE.failed.csv or FILE.failed.ndjson).")
  private Path failed;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Where the progress is kept (default: FILE.load-state).")
  private Path state;

  @Option(
      names = "--resume",
      description =
          "Go on with a load that was not completed, with the same options; if there is none, begin.")
  private boolean resume;

  @Option(
      names = "--restart",
      description = "Forget a load that was not completed, and begin again.")
  private boolean restart;

  @Override
  public Integer call() throws IOException {
    check();
    Source source = Source.of(file);
    checkReadOnce(source);
    LoadOptions options = options();
    try (Display display = target.display();
        Service service = target.service(display)) {
      return new Load(source, options, service, display).run();
    }
  }

  private void check() {
    if (parallel < 1 || parallel > 64 || batchSize < 1) {
      throw ExitException.usage("--parallel is 1 to 64, and --batch-size at least 1.");
    }
    if (create && merge != null) {
      throw ExitException.usage("Either --create or --merge: new grievances keep nothing.");
    }
    if (resume && restart) {
      throw ExitException.usage("Either --resume or --restart.");
    }
  }

  private void checkReadOnce(Source source) {
    if (!source.isFile() && (resume || checkFirst || job)) {
      throw ExitException.usage(
          "The standard input, or a pipe, can be read only once: not with --resume, --check-first or --job.");
    }
  }

  private LoadOptions options() {
    Profile profile = Profile.read(profileFile);
    Charset named = charset != null ? charset : profile.namedCharset();
    Character delimiter = separator(separator != null ? separator : profile.delimiter());
    return new LoadOptions(
        new Rows.Options(format, named, delimiter, guarded, new Conversion(profile)),
        ColumnMap.of(profile, mapFile, pairs, ignored),
        ignoreUnknown,
        mode(),
        dryRun,
        checkFirst,
        job,
        parallel,
        batchSize,
        failed,
        state,
        resume,
        restart,
        target.quiet());
  }

  private Sending.Mode mode() {
    if (create) {
      return Sending.Mode.CREATE;
    }
    return merge == null ? null : merge ? Sending.Mode.MERGE : Sending.Mode.REPLACE;
  }

  private static Character separator(String name) {
    if (name == null) {
      return null;
    }
    if (name.equals("tab") || name.equals("\\t")) {
      return '\t';
    }
    if (name.length() != 1 || "\"\r\n".contains(name)) {
      throw ExitException.usage("A separator is one character, or \"tab\".");
    }
    return name.charAt(0);
  }
}
