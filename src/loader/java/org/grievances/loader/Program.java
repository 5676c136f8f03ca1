package org.grievances.loader;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Loads files into the service, exports from it, and follows its changes. */
public final class Program implements IVersionProvider {
  /**
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    Callable<Integer> named = named(arguments.length > 0 ? arguments[0] : "");
    CommandLine program = new CommandLine(named == null ? new LoadCommand() : named);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println(command.getColorScheme().errorText(message(failure)));
          return failure instanceof ExitException stop ? stop.exitCode() : ExitCodes.STOPPED;
        });
    program.setParameterExceptionHandler(
        (wrong, given) -> {
          CommandLine command = wrong.getCommandLine();
          command.getErr().println(command.getColorScheme().errorText(wrong.getMessage()));
          command.getErr().println("See --help.");
          return ExitCodes.USAGE;
        });
    String[] rest = named == null ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
    System.exit(program.execute(rest));
  }

  /** The command with a name; null if there is none, as for a file. */
  private static Callable<Integer> named(String name) {
    return switch (name) {
      case "export" -> new ExportCommand();
      case "follow" -> new FollowCommand();
      default -> null;
    };
  }

  private static String message(Exception failure) {
    if (failure instanceof ExitException) {
      return failure.getMessage();
    }
    return "It stopped because of an error of its own: "
        + failure.getClass().getSimpleName()
        + (failure instanceof java.io.IOException ? ": " + failure.getMessage() : "");
  }

  @Override
  public String[] getVersion() {
    String version = Program.class.getPackage().getImplementationVersion();
    return new String[] {"grievances-load " + (version == null ? "development" : version)};
  }
}
