package org.grievances.security.session;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The session of a signed-in user; once it has ended or expired, it never reopens. */
@MappedSuperclass
public abstract class Session extends SignedRow {
  @Column(name = "user_name")
  private String user;

  private Instant started;

  /** When the row is removed; it does not extend the session. */
  private Instant expires;

  private Instant ended;

  protected Session() {}

  Session(String user) {
    this.user = user;
    this.started = now();
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  abstract String id();

  /** When it ends if there is no further request. */
  abstract Instant end(SessionLimits limits);

  public String user() {
    return user;
  }

  Instant started() {
    return started;
  }

  Instant ended() {
    return ended;
  }

  boolean isOpen(SessionLimits limits) {
    return ended == null && now().isBefore(end(limits));
  }

  final void expireAt(Instant time) {
    expires = time;
  }

  void end() {
    ended = ended == null ? now() : ended;
  }
}
