package org.grievances.security.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.grievances.digest.Sha256;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures comparing an API key with the configured ones. It must take the same time whether the
 * key matches or at which byte it differs, so that nobody can find a key by measuring the time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ApiKeyBenchmark {
  private static final int CLIENTS = 20;

  @Param({"the first", "the last", "no"})
  private String wrongByte;

  private List<ApiKey> keys;
  private byte[] presented;

  @Setup
  public void prepare() {
    keys =
        IntStream.range(0, CLIENTS)
            .mapToObj(client -> Sha256.of("key of client " + client))
            .map(hash -> new KeyHash(hash, Optional.empty()))
            .map(hash -> new ApiKey("client", List.of(hash), List.of(), null, null, null))
            .toList();
    presented = keys.get(0).hashes().get(0).sha256().clone();
    switch (wrongByte) {
      case "the first" -> presented[0]++;
      case "the last" -> presented[presented.length - 1]++;
      default -> {}
    }
  }

  @Benchmark
  public boolean compare() {
    boolean matches = false;
    for (ApiKey key : keys) {
      matches |= key.matches(presented);
    }
    return matches;
  }
}
