package org.grievances.security.session;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A session as an administrator sees it.
 *
 * @param client through which the user signed in; empty for the console
 * @param expires when it ends if it is used no more
 * @param ended when it was ended; empty if nobody has
 */
public record SessionOverview(
    String user,
    Optional<String> client,
    LocalDateTime started,
    LocalDateTime expires,
    Optional<LocalDateTime> ended) {

  static SessionOverview of(Session session, Optional<String> client, SessionLimits limits) {
    return new SessionOverview(
        session.user(),
        client,
        utc(session.started()),
        utc(session.end(limits)),
        Optional.ofNullable(session.ended()).map(SessionOverview::utc));
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
