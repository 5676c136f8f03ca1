package org.grievances.body;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.failure.FailureException;
import org.grievances.metrics.Metrics;
import org.grievances.settings.BatchSettings;

/** Limits the number of bytes of bodies in files, for each client and for all clients together. */
@ApplicationScoped
public class Spool {
  private final long maxBytesOfClient;
  private final ByteBudget all;
  private final Map<String, ByteBudget> clients = new ConcurrentHashMap<>();

  @Inject
  public Spool(BatchSettings settings) {
    this(settings.maxSpooledBytes(), settings.maxSpooledBytesPerClient());
  }

  /**
   * @param maxBytes the limit for all bodies of all clients
   * @param maxBytesOfClient the limit for all bodies of one client
   */
  Spool(long maxBytes, long maxBytesOfClient) {
    this.maxBytesOfClient = maxBytesOfClient;
    this.all = new ByteBudget(maxBytes);
  }

  @Inject
  void measure(Metrics metrics) {
    metrics.watchSpool(all::taken, all.size());
  }

  /** For the CDI proxy. */
  protected Spool() {
    this(0, 0);
  }

  /** A share for the body of one request, empty at first. */
  public Share share(String client) {
    return new Share(clients.computeIfAbsent(client, each -> new ByteBudget(maxBytesOfClient)));
  }

  /** The bytes taken by one body; they are given back on close. */
  public final class Share implements AutoCloseable {
    private final ByteBudget client;
    private long taken;

    private Share(ByteBudget client) {
      this.client = client;
    }

    /**
     * Takes more bytes.
     *
     * @throws FailureException {@code TOO_LARGE} if the body alone exceeds the limit of a client,
     *     {@code OVERLOADED} if it does not fit alongside the other bodies
     */
    public void take(long bytes) {
      if (taken + bytes > maxBytesOfClient) {
        throw Body.tooLarge(maxBytesOfClient);
      }
      if (!client.take(bytes)) {
        throw FailureException.overloaded(
            "This client's bodies take as much room as they may here; send fewer at a time.");
      }
      if (!all.take(bytes)) {
        client.giveBack(bytes);
        throw FailureException.overloaded("This server has no room for more bodies; try again.");
      }
      taken += bytes;
    }

    /** Throws like {@link #take}, but takes nothing. */
    public void check(long bytes) {
      take(bytes);
      giveBack(bytes);
    }

    /** The bytes taken so far. */
    long taken() {
      return taken;
    }

    private void giveBack(long bytes) {
      client.giveBack(bytes);
      all.giveBack(bytes);
      taken -= bytes;
    }

    @Override
    public void close() {
      giveBack(taken);
    }
  }
}
