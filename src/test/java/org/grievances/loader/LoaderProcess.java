package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.grievances.server.RunningServer;

/** Runs the program as its user does. */
final class LoaderProcess {
  private static final Path JAR = Path.of("target/grievances-load.jar").toAbsolutePath();

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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
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
