package org.grievances.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The session of a user signed in through a client; once it has ended or expired, it never reopens.
 */
@Entity
@Table(name = "user_sessions")
public class UserSession extends SignedRow {
  @Id
  @Column(name = "session_id")
  private String id;

  @Column(name = "user_name")
  private String user;

  private String client;
  private Instant started;

  /** When the row is removed; it does not extend the session. */
  private Instant expires;

  private Instant ended;

  protected UserSession() {}

  UserSession(String user, String client, Duration lifetime) {
    this.id = UUID.randomUUID().toString();
    this.user = user;
    this.client = client;
    this.started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    this.expires = started.plus(lifetime);
  }

  String id() {
    return id;
  }

  String user() {
    return user;
  }

  /**
   * @param lifetime as it is configured now; what is stored cannot make it last longer
   */
  boolean isOpen(Duration lifetime) {
    return ended == null && Instant.now().isBefore(started.plus(lifetime));
  }

  boolean isOf(String otherClient) {
    return client.equals(otherClient);
  }

  @Override
  String purpose() {
    return "user_sessions";
  }

  @Override
  List<String> texts() {
    return Stream.of(id, user, client, started, ended)
        .map(value -> Objects.toString(value, null))
        .toList();
  }

  void end() {
    if (ended == null) {
      ended = Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
  }
}
