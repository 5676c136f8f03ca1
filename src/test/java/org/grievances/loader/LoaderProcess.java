package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.grievances.server.RunningServer;

/** Runs the program as its user does, from a JVM that starts quickly. */
final class LoaderProcess {
  private static final Path JAR = Path.of("target/grievances-load.jar").toAbsolutePath();
  private static final List<String> OPTIONS =
      List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** Parsed and verified classes, for a third less processor time in each run. */
  private static Path classes;

  private final ProcessBuilder builder;
  private final Path out;
  private final Path err;

  /** What it said, and its exit code. */
  record Ended(int code, String out, String err) {
    @Override
    public String toString() {
      return "exit code " + code + "\n" + out + "\n" + err;
    }
  }

  static void assertEnds(int code, String said, Ended ended) {
    assertEquals(code, ended.code(), ended::toString);
    assertTrue((ended.out() + ended.err()).contains(said), ended::toString);
  }

  LoaderProcess(RunningServer server, Path directory, String... arguments) throws IOException {
    List<String> command = command("-XX:SharedArchiveFile=" + classes(), arguments);
    out = Files.createTempFile(directory, "out", "");
    err = Files.createTempFile(directory, "err", "");
    builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("GRIEVANCES_URL", server.server().url());
    builder
        .environment()
        .put("GRIEVANCES_CA_FILE", server.secrets().caFile().toAbsolutePath().toString());
    builder.environment().put("GRIEVANCES_API_KEY", server.secrets().apiKey());
    builder.environment().put("GRIEVANCES_TOKEN", server.token("grievance-writer"));
  }

  private static List<String> command(String option, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add(option);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Made once in a run of tests. */
  private static synchronized Path classes() throws IOException {
    if (classes == null) {
      classes = keepClasses(Files.createDirectories(Path.of("target/loader").toAbsolutePath()));
    }
    return classes;
  }

  /** Keeps the classes of a load that finds no service. */
  private static Path keepClasses(Path directory) throws IOException {
    Path archive = directory.resolve("classes.jsa");
    Files.deleteIfExists(archive);
    Path file = Files.writeString(directory.resolve("one.csv"), "grievance_Key\n1\n");
    ProcessBuilder load =
        new ProcessBuilder(
            command(
                "-XX:ArchiveClassesAtExit=" + archive,
                file.toString(),
                "--database=none",
                "--url=https://grievances.invalid"));
    load.environment().putAll(Map.of("GRIEVANCES_API_KEY", "none", "GRIEVANCES_TOKEN", "none"));
    load.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      load.start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    return archive;
  }

  /** Sets a variable of its environment; null for none. */
  LoaderProcess with(String name, String value) {
    if (value == null) {
      builder.environment().remove(name);
    } else {
      builder.environment().put(name, value);
    }
    return this;
  }

  LoaderProcess input(Path file) {
    builder.redirectInput(file.toFile());
    return this;
  }

  Process start() throws IOException {
    return builder.start();
  }

  Ended run() throws IOException, InterruptedException {
    int code = start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }
}
