package org.grievances.security.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.security.client.AddressBlock;

/**
 * Throttles password guessing: for one user from one address, for one user from many addresses, and
 * for many users from one address. Correct passwords cost nothing. At an address from which a user
 * has signed in before, wrong passwords sent from elsewhere do not slow the user down, so that
 * nobody can lock out somebody else (NIST SP 800-63B, section 5.2.2).
 */
@ApplicationScoped
public class SignInThrottle {
  private static final int MAX_ENTRIES = 100_000;
  private static final Duration RETENTION = Duration.ofDays(30);

  private final LoadingCache<Source, Bucket> ofSources = buckets(5, Duration.ofSeconds(10));
  private final LoadingCache<String, Bucket> ofUsers = buckets(100, Duration.ofSeconds(10));
  private final LoadingCache<AddressBlock, Bucket> ofAddresses =
      buckets(100, Duration.ofSeconds(1));
  private final Cache<Source, Boolean> known =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(RETENTION).build();

  /** A user together with where the request comes from. */
  private record Source(String user, AddressBlock address) {

    /** A directory may ignore the case and blanks around a name. */
    static Source of(String user, String address) {
      return new Source(user.strip().toLowerCase(Locale.ROOT), AddressBlock.of(address));
    }
  }

  /** Allows a burst of wrong passwords, and then one in each period. */
  private static <K> LoadingCache<K, Bucket> buckets(int burst, Duration period) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_ENTRIES)
        .expireAfterAccess(period.multipliedBy(burst))
        .build(
            name ->
                Bucket.builder()
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(1, period))
                    .build());
  }

  /**
   * Counts an attempt before its password is checked. A refused attempt is not counted, so that it
   * does not use up the limit of other users at its address.
   *
   * @throws FailureException {@code TOO_MANY_ATTEMPTS} when there were too many wrong passwords
   */
  Attempt attempt(String user, String address) {
    Source source = Source.of(user, address);
    List<Bucket> taken = new ArrayList<>();
    for (Bucket bucket : buckets(source)) {
      ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        giveBack(taken);
        throw refused(Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1);
      }
      taken.add(bucket);
    }
    return new Attempt(source, taken);
  }

  private List<Bucket> buckets(Source source) {
    Bucket ofSource = ofSources.get(source);
    Bucket ofAddress = ofAddresses.get(source.address());
    return known.getIfPresent(source) == null
        ? List.of(ofSource, ofUsers.get(source.user()), ofAddress)
        : List.of(ofSource, ofAddress);
  }

  private static void giveBack(List<Bucket> buckets) {
    buckets.forEach(bucket -> bucket.addTokens(1));
  }

  private static FailureException refused(long seconds) {
    return new FailureException(
        ProblemType.TOO_MANY_ATTEMPTS,
        "Too many wrong passwords; try again in " + seconds + " seconds.",
        Duration.ofSeconds(seconds));
  }

  /** An attempt in progress; it costs nothing unless its password turns out to be wrong. */
  final class Attempt implements AutoCloseable {
    private final Source source;
    private final List<Bucket> taken;
    private boolean wrong;

    private Attempt(Source source, List<Bucket> taken) {
      this.source = source;
      this.taken = taken;
    }

    void fail() {
      wrong = true;
    }

    void succeed() {
      known.put(source, true);
    }

    @Override
    public void close() {
      if (!wrong) {
        giveBack(taken);
      }
    }
  }
}
