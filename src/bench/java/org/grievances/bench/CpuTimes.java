package org.grievances.bench;

/**
 * CPU time in milliseconds, by the processes that used it.
 *
 * @param database the processes of PostgreSQL; Derby is part of the server, or of the client
 * @param client this process, which is also the one that uses plain JDBC
 */
record CpuTimes(double server, double database, double client) {
  static final CpuTimes NONE = new CpuTimes(0, 0, 0);

  CpuTimes plus(CpuTimes other) {
    return new CpuTimes(server + other.server, database + other.database, client + other.client);
  }

  CpuTimes times(double factor) {
    return new CpuTimes(server * factor, database * factor, client * factor);
  }
}
