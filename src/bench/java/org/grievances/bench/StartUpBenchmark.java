package org.grievances.bench;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;

/**
 * Measures how long the delivered server takes from its start until it is ready, with its databases
 * there from an earlier start, compared with the same server without the application.
 */
final class StartUpBenchmark {
  private static final int ROUNDS = 5;
  private static final long POLL_MILLIS = 20;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String STARTED = ".* started in ([\\d.]+) seconds";
  private static final Pattern SERVER = Pattern.compile("CWWKF0011I" + STARTED);
  private static final Pattern APPLICATION = Pattern.compile("CWWKZ0001I" + STARTED);

  private final Path directory;
  private final PrintStream out;
  private HttpClient client;

  /** A server that is started again and again, and what was measured of it. */
  private record Candidate(String name, LibertyServer server, URI health, List<Start> starts)
      implements AutoCloseable {

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  /**
   * One start, in seconds.
   *
   * @param ready until the server was ready
   * @param server what the server's log says of itself
   * @param application what it says of the application; 0 without one
   * @param cpu of all threads until the server was ready
   */
  private record Start(double ready, double server, double application, double cpu) {}

  StartUpBenchmark(Path directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  void run() throws Exception {
    Secrets secrets = Secrets.create(directory.resolve("secrets"));
    client = secrets.httpClient();
    try (Candidate service = install("service", secrets);
        Candidate recorded = install("service, its start recorded", secrets);
        Candidate empty = withoutApplication(install("without application", secrets))) {
      List<Candidate> candidates = List.of(service, recorded, empty);
      recorded.server().recordStart();
      for (Candidate candidate : candidates) {
        start(candidate);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Candidate candidate : candidates) {
          candidate.starts().add(start(candidate));
        }
      }
      report(candidates);
    }
  }

  private static Candidate install(String name, Secrets secrets) throws IOException, JOSEException {
    LibertyServer server =
        LibertyServer.install("bench-" + name.replaceAll("\\W+", "-"), Overrides.of(secrets));
    return new Candidate(
        name, server, URI.create(server.operationsUrl() + "/health/ready"), new ArrayList<>());
  }

  private static Candidate withoutApplication(Candidate candidate) throws IOException {
    Path configuration = candidate.server().directory().resolve("server.xml");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replaceFirst("(?s)<webApplication .*</webApplication>", ""));
    return candidate;
  }

  /** Starts a server and stops it, as an operator does, so that it keeps what it caches. */
  private Start start(Candidate candidate) throws IOException, InterruptedException {
    LibertyServer server = candidate.server();
    long started = System.nanoTime();
    server.start();
    awaitReady(candidate.health());
    Duration ready = Duration.ofNanos(System.nanoTime() - started);
    Duration cpu =
        ProcessHandle.of(Long.parseLong(server.pid()))
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow();
    String log = Files.readString(server.directory().resolve("logs/messages.log"));
    server.stop();
    return new Start(seconds(ready), logged(SERVER, log), logged(APPLICATION, log), seconds(cpu));
  }

  private void awaitReady(URI health) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!isReady(health)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not ready: " + health);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean isReady(URI health) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(health).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  private static double logged(Pattern message, String log) {
    Matcher matcher = message.matcher(log);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private void report(List<Candidate> candidates) {
    out.printf("%nFrom the start of the server until it is ready, medians in s%n%n");
    out.printf("| | ready | server, by its log | application, by its log | CPU |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: |%n");
    for (Candidate candidate : candidates) {
      out.printf(
          "| %s | %.1f | %.1f | %.1f | %.1f |%n",
          candidate.name(),
          median(candidate, Start::ready),
          median(candidate, Start::server),
          median(candidate, Start::application),
          median(candidate, Start::cpu));
    }
  }

  private static double median(Candidate candidate, ToDoubleFunction<Start> of) {
    return Timings.of(candidate.starts().stream().mapToDouble(of).boxed().toList()).median();
  }
}
