package org.grievances.loader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows the changes to the grievances of a database. */
@Command(
    name = "grievances-load follow",
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    description =
        "Writes the changes to the grievances of a database as lines of JSON, in the order of their commits, and goes on as there are more.",
    footerHeading = "%n",
    footer = {
      "It remembers its place, and goes on there when it is started again: a file then has each change",
      "once, and no change is left out. On the standard output the last changes may come again.",
      "Only you can read FILE, since it holds protected health information.",
      "",
      "Examples:",
      "  java -jar grievances-load.jar follow --database northwind --output changes.ndjson",
      "  java -jar grievances-load.jar follow --database northwind --state place --once | ./apply.sh"
    })
final class FollowCommand implements Callable<Integer> {
  @Mixin private Target target;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write, behind what is there (default: the standard output).")
  private Path output;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Where the place is kept (default: FILE.place; without a FILE it is kept nowhere).")
  private Path state;

  @Option(
      names = "--from",
      paramLabel = "start|now|PLACE",
      defaultValue = "start",
      description =
          "Where to begin when no place is kept: with the oldest change, after those that are committed, or at a place, such as that of an export (default: ${DEFAULT-VALUE}).")
  private String from;

  @Option(names = "--once", description = "End when there are no more changes.")
  private boolean once;

  @Override
  public Integer call() throws IOException {
    try (Display display = target.display();
        Service service = target.service(display);
        FollowedOutput out = FollowedOutput.open(output, state(), target.database())) {
      Follow follow = new Follow(service, out, from);
      display.show("Following", follow::bytes, -1, () -> count(follow));
      follow.run(once);
      display.end();
      display.say(count(follow) + ".");
    }
    return ExitCodes.ALL_APPLIED;
  }

  private Path state() {
    return state != null || output == null
        ? state
        : output.resolveSibling(output.getFileName() + ".place");
  }

  private static String count(Follow follow) {
    return String.format(Locale.ROOT, "%,d changes", follow.received());
  }
}
