package org.grievances.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that a test needs and the build does not bring.
 *
 * @param name of the Debian package that it is in
 */
public record DebianProgram(Path path, String name) {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  /** A program in {@code /usr}. */
  public static DebianProgram of(String path, String name) {
    return new DebianProgram(Path.of("/usr").resolve(path), name);
  }

  /**
   * What starts it, with its output in a file next to its other files.
   *
   * @throws IOException if it is not installed
   */
  public ProcessBuilder in(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(installed().toString()));
    command.addAll(List.of(arguments));
    Files.createDirectories(directory);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(path.getFileName() + ".log").toFile());
  }

  /**
   * The same for a program that refuses to run as root: as another user where the build is root.
   */
  public ProcessBuilder in(Path directory, String user, List<String> arguments) throws IOException {
    ProcessBuilder builder = in(directory, arguments.toArray(String[]::new));
    if (ROOT) {
      builder
          .command()
          .addAll(0, List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups"));
    }
    return builder;
  }

  /** Gives a file to the user that such a program runs as. */
  public static void handOver(Path file, String user) throws IOException {
    if (ROOT) {
      UserPrincipal owner =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
      Files.setOwner(file, owner);
    }
  }

  /**
   * Where it is.
   *
   * @throws IOException if it is not installed
   */
  public Path installed() throws IOException {
    if (!Files.isExecutable(path)) {
      throw new IOException(path + " is missing: install the Debian package " + name);
    }
    return path;
  }
}
