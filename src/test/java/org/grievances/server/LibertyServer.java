package org.grievances.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of its own, installed from the one that the build made, on a free port. */
public final class LibertyServer implements AutoCloseable {
  static final Path WLP = Path.of("target/liberty/wlp").toAbsolutePath();
  static final Path BUILT = WLP.resolve("usr/servers/defaultServer");
  private static final String NAME = "grievances";
  private static final String MIGRATIONS = "WEB-INF/classes/db/migration";
  private static final Pattern HEAP_IN_USE = Pattern.compile("total \\d+K, used (\\d+)K");
  static final String COMPILE_AT_ONCE = "-XX:TieredStopAtLevel=1";
  private static final int LOWEST_PORT = 10_000;
  private static final int HIGHEST_PORT = 32_768;
  private static final int ATTEMPTS_AT_A_PORT = 100;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Set<Path> OF_A_RUN =
      Set.of(
          Path.of("logs"),
          Path.of("workarea"),
          Path.of("derby"),
          Path.of("resources"),
          Path.of("classes.jsa"),
          Path.of("configDropins/defaults/jvm.options"),
          Path.of("configDropins/overrides"));

  private final Path userDirectory;
  private final int port;
  private final int operationsPort;

  private LibertyServer(Path userDirectory, int port, int operationsPort) {
    this.userDirectory = userDirectory;
    this.port = port;
    this.operationsPort = operationsPort;
  }

  /**
   * @param name of its directory below {@code target/servers}, made anew
   */
  public static LibertyServer install(String name, Overrides overrides) throws IOException {
    return install(Path.of("target/servers", name), overrides);
  }

  static LibertyServer install(Path directory, Overrides overrides) throws IOException {
    delete(directory);
    LibertyServer server = new LibertyServer(directory, freePort(), freePort());
    copy(BUILT, server.directory());
    return server.configure(overrides);
  }

  /** Replaces what it was configured with; takes effect when it starts. */
  public LibertyServer configure(Overrides overrides) throws IOException {
    overrides
        .set("grievances.https.port", Integer.toString(port))
        .set("grievances.operations.port", Integer.toString(operationsPort))
        .set("grievances.host", "localhost")
        .writeTo(directory());
    return this;
  }

  /**
   * A free port below those that the system gives to clients: one of theirs could be taken before
   * the server listens.
   */
  public static int freePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException e) {
        if (attempt == ATTEMPTS_AT_A_PORT) {
          throw e;
        }
      }
    }
  }

  public Path directory() {
    return userDirectory.resolve("servers").resolve(NAME);
  }

  public int port() {
    return port;
  }

  public String url() {
    return "https://localhost:" + port;
  }

  /** The port of its own pages: health and metrics. */
  public int operationsPort() {
    return operationsPort;
  }

  public String operationsUrl() {
    return "https://localhost:" + operationsPort;
  }

  /** Adds a database as an operator does: one file. */
  public LibertyServer addDatabase(String name, String dataSource) throws IOException {
    Files.writeString(directory().resolve("databases/" + name + ".xml"), dataSource);
    return this;
  }

  /**
   * Compiles at once and less well, and takes what a server has kept that was started before: for
   * one that is started often, or lives for a short time.
   */
  public LibertyServer startingQuickly() throws IOException {
    addJvmOption(COMPILE_AT_ONCE);
    StartupCache.prepare().useFor(this);
    return this;
  }

  public LibertyServer addJvmOption(String option) throws IOException {
    Path options = directory().resolve("jvm.options");
    Files.writeString(options, Files.readString(options) + option + "\n");
    return this;
  }

  /** Adds a class to the application, in its own package. */
  public void addToApplication(Class<?> added) throws IOException {
    String file = added.getName().replace('.', '/') + ".class";
    try (FileSystem war = FileSystems.newFileSystem(directory().resolve("apps/grievances.war"));
        InputStream bytes = added.getResourceAsStream("/" + file)) {
      Files.copy(bytes, war.getPath("WEB-INF/classes", file));
    }
  }

  /**
   * Adds a migration to the application, as a later version brings it.
   *
   * @param file with the folder of its product
   */
  public void addMigration(String file, String sql) throws IOException {
    try (FileSystem war = FileSystems.newFileSystem(directory().resolve("apps/grievances.war"))) {
      Files.writeString(war.getPath(MIGRATIONS, file), sql);
    }
  }

  /** Takes a migration out of the application again. */
  public void removeMigration(String file) throws IOException {
    try (FileSystem war = FileSystems.newFileSystem(directory().resolve("apps/grievances.war"))) {
      Files.delete(war.getPath(MIGRATIONS, file));
    }
  }

  /** What the JVM that it runs in answers to a diagnostic command. */
  public String jcmd(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid(), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer;
  }

  /** The heap in use after a garbage collection, in KiB; collectors report it by generation. */
  public long liveHeapKibibytes() throws IOException, InterruptedException {
    jcmd("GC.run");
    String heap = jcmd("GC.heap_info");
    List<MatchResult> generations = HEAP_IN_USE.matcher(heap).results().toList();
    if (generations.isEmpty()) {
      throw new IllegalStateException(heap);
    }
    return generations.stream().mapToLong(each -> Long.parseLong(each.group(1))).sum();
  }

  /** Whether it was started and not stopped or killed since, as it says itself. */
  public boolean isRunning() {
    return Files.exists(pidFile());
  }

  private Path pidFile() {
    return userDirectory.resolve("servers/.pid/" + NAME + ".pid");
  }

  /** The process that it runs in. */
  public String pid() throws IOException {
    return Files.readString(pidFile()).strip();
  }

  /** What the process has in memory, as Linux counts it. */
  public long residentMebibytes() throws IOException {
    return mebibytes("VmRSS:");
  }

  /** The most that it had. */
  public long mostResidentMebibytes() throws IOException {
    return mebibytes("VmHWM:");
  }

  private long mebibytes(String what) throws IOException {
    return Files.readAllLines(Path.of("/proc", pid(), "status")).stream()
        .filter(line -> line.startsWith(what))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Ends its process, if it has one, as a failure of the machine would: with nothing tidied up. */
  public void kill() throws IOException {
    ProcessHandle.of(Long.parseLong(pid()))
        .ifPresent(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
  }

  /** Starts it; it listens, but may still be opening its databases, when this returns. */
  public LibertyServer start() throws IOException {
    script("start");
    awaitListening(port);
    return this;
  }

  /** Starts the server that the build made, in its place; it keeps running. */
  public static void startBuilt(int port, Overrides overrides) throws IOException {
    overrides.set("grievances.https.port", Integer.toString(port)).writeTo(BUILT);
    script(WLP.resolve("usr"), "start", BUILT.getFileName().toString());
    awaitListening(port);
  }

  private static void awaitListening(int port) {
    await("the server at port " + port)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> isListening(port));
  }

  /** Its certificate may be made after it says that it has started. */
  private static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts and stops it, so that its later starts are faster, as an operator does. */
  public LibertyServer recordStart() throws IOException {
    run(
        userDirectory,
        "record",
        List.of("sh", directory().resolve("record-start.sh").toAbsolutePath().toString()));
    return this;
  }

  /** Asks it to stop, as an operator does; returns when it has. */
  public void stop() throws IOException {
    script("stop", "--timeout=2m");
  }

  /** In no order, since that takes longer than many a test. */
  @Override
  public void close() throws IOException {
    if (isRunning()) {
      kill();
    }
  }

  private void script(String action, String... options) throws IOException {
    script(userDirectory, action, NAME, options);
  }

  private static void script(Path userDirectory, String action, String name, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(WLP.resolve("bin/server").toString(), action, name));
    command.addAll(List.of(options));
    run(userDirectory, action, command);
  }

  private static void run(Path userDirectory, String action, List<String> command)
      throws IOException {
    Files.createDirectories(userDirectory);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WLP_HOME", WLP.toAbsolutePath().toString());
    builder.environment().put("WLP_USER_DIR", userDirectory.toAbsolutePath().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(userDirectory.resolve(action + ".log").toFile());
    Commands.run(builder);
  }

  /** Copies a file or a directory with all that is in it, except what a run leaves in a server. */
  public static void copy(Path from, Path to) throws IOException {
    if (from.startsWith(BUILT) && OF_A_RUN.contains(BUILT.relativize(from))) {
      return;
    }
    if (!Files.isDirectory(from)) {
      Files.copy(from, to);
      return;
    }
    Files.createDirectories(to);
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        copy(child, to.resolve(child.getFileName()));
      }
    }
  }

  /** Deletes a file or a directory with all that is in it. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      all.sorted((one, other) -> other.compareTo(one)).forEach(LibertyServer::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
