package org.grievances.item;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.failure.FailureException;

/** The bytes of bodies that are in files: no more than allowed for one client, and for all. */
@ApplicationScoped
public class Spool {
  private final long maxBytesOfClient;
  private final ByteBudget all;
  private final Map<String, ByteBudget> clients = new ConcurrentHashMap<>();

  /**
   * @param maxBytes of all clients' bodies together
   * @param maxBytesOfClient of one client's bodies together
   */
  @Inject
  public Spool(
      @ConfigProperty(name = "grievances.batch.max-spooled-bytes") long maxBytes,
      @ConfigProperty(name = "grievances.batch.max-spooled-bytes-per-client")
          long maxBytesOfClient) {
    this.maxBytesOfClient = maxBytesOfClient;
    this.all = new ByteBudget(maxBytes);
  }

  /** For the proxy that CDI makes. */
  protected Spool() {
    this(0, 0);
  }

  /** What the body of one request takes, nothing so far. */
  public Share share(String client) {
    return new Share(clients.computeIfAbsent(client, each -> new ByteBudget(maxBytesOfClient)));
  }

  /** What one body takes; given back when that is closed. */
  public final class Share implements AutoCloseable {
    private final ByteBudget client;
    private long taken;

    private Share(ByteBudget client) {
      this.client = client;
    }

    /**
     * Takes more.
     *
     * @throws FailureException {@code TOO_LARGE} when the body alone has more than a client may
     *     have, {@code OVERLOADED} when it has not while others are there
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

    /** Throws as {@link #take} would, and takes nothing. */
    public void check(long bytes) {
      take(bytes);
      giveBack(bytes);
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
