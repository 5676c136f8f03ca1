package org.grievances.loader;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Loads files into the service, and exports from it. */
public final class Program implements IVersionProvider {
  private static final String EXPORT = "export";

  /**
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    boolean export = arguments.length > 0 && arguments[0].equals(EXPORT);
    CommandLine program = new CommandLine(export ? new ExportCommand() : new LoadCommand());
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
    String[] rest = export ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    System.exit(program.execute(rest));
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
