package org.grievances.loader;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports the grievances of a database, all or filtered, to a file. */
@Command(
    name = "grievances-load export",
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    description =
        "Exports the grievances of a database, all or those that are chosen, in the order of their keys.",
    footerHeading = "%n",
    footer = {
      "A connection that is cut is taken up after the last key. What has arrived is in FILE.part until",
      "the export is complete. Only you can read FILE, since it holds protected health information.",
      "",
      "Example:",
      "  java -jar grievances-load.jar export --database northwind --output open.csv.gz --filter open=true"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private Target target;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write; gzipped when it ends with .gz (default: the standard output).")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "csv|ndjson",
      description = "Else by the extension of FILE, else csv.")
  private Format format;

  @Option(
      names = "--filter",
      paramLabel = "NAME=VALUE",
      converter = Parameter.Converter.class,
      description =
          "Which grievances, such as open=true or receivedFrom=2025-03-01; may be repeated, and all must hold. Of a member that is repeated, any of the values.")
  private List<Parameter> filters = new ArrayList<>();

  @Option(
      names = "--fields",
      paramLabel = "MEMBERS",
      description =
          "The members of each grievance, separated by commas; grievance_Key is one of them (default: all).")
  private String fields;

  @Option(
      names = "--raw",
      description =
          "In CSV, leave texts that a spreadsheet would run as a formula as they are. Load such a file with --no-guarded.")
  private boolean raw;

  @Override
  public Integer call() throws IOException {
    List<Parameter> parameters = parameters();
    Path part = output == null ? null : output.resolveSibling(output.getFileName() + ".part");
    try (Display display = target.display();
        Service service = target.service(display)) {
      long began = System.nanoTime();
      Export export;
      try (OutputStream out = open(part)) {
        export = new Export(service, format(), parameters, out);
        display.show("Exporting", export::bytes, -1, () -> progress(export));
        export.run();
      }
      if (output != null) {
        Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      display.end();
      display.say(
          String.format(Locale.ROOT, "%,d exported, in %.1f s.", export.received(), seconds));
    }
    return ExitCodes.ALL_APPLIED;
  }

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(filters);
    if (fields != null) {
      parameters.add(new Parameter(Export.FIELDS, fields));
    }
    if (raw) {
      parameters.add(new Parameter("raw", "true"));
    }
    if (!Export.canGoOn(parameters)) {
      throw ExitException.usage(
          "Name "
              + Rows.KEY
              + " in --fields: an export that breaks off goes on after the last key.");
    }
    return parameters;
  }

  private static String progress(Export export) {
    return export.total() < 0
        ? String.format(Locale.ROOT, "%,d records", export.received())
        : String.format(Locale.ROOT, "%,d of %,d records", export.received(), export.total());
  }

  private Format format() {
    Format named = format != null ? format : output == null ? null : Format.of(output.toString());
    return named == null ? Format.CSV : named;
  }

  private OutputStream open(Path part) throws IOException {
    if (part == null) {
      return new BufferedOutputStream(System.out);
    }
    FileChannel channel = PrivateFile.open(part).truncate(0);
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
    return output.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
  }
}
