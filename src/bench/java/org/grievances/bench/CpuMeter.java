package org.grievances.bench;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures the CPU time that server, database and client use from its creation on. */
final class CpuMeter {
  private final ProcessHandle server;
  private final ProcessHandle postmaster;
  private final Map<Long, Duration> usedBefore;

  /**
   * @param postmaster the process that started all others of PostgreSQL
   */
  CpuMeter(ProcessHandle server, ProcessHandle postmaster) {
    this.server = server;
    this.postmaster = postmaster;
    usedBefore =
        Stream.concat(Stream.of(server, ProcessHandle.current()), postmaster.descendants())
            .collect(Collectors.toMap(ProcessHandle::pid, CpuMeter::used));
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  CpuTimes elapsed() {
    return new CpuTimes(
        millis(Stream.of(server)),
        millis(postmaster.descendants()),
        millis(Stream.of(ProcessHandle.current())));
  }

  private double millis(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> used(process).minus(usedBefore.getOrDefault(process.pid(), Duration.ZERO)))
        .filter(used -> !used.isNegative()) // the process ended just now
        .mapToDouble(Duration::toMillis)
        .sum();
  }
}
