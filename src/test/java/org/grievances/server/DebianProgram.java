package org.grievances.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that a test needs and the build does not bring.
 *
 * @param name of the Debian package that it is in
 */
public record DebianProgram(Path path, String name) {

  /** A program in {@code /usr}. */
  public static DebianProgram of(String path, String name) {
    return new DebianProgram(Path.of("/usr").resolve(path), name);
  }

  /**
   * What starts it, with its output in a file beside its other files.
   *
   * @throws IOException if it is not installed
   */
  public ProcessBuilder in(Path directory, String... arguments) throws IOException {
    if (!Files.isExecutable(path)) {
      throw new IOException(path + " is missing: install the Debian package " + name);
    }
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(List.of(arguments));
    Files.createDirectories(directory);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(path.getFileName() + ".log").toFile());
  }
}
