package org.grievances.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The session of a user signed in through a client; once it has ended or expired, it never reopens.
 */
@Entity
@Table(name = "user_sessions")
public class UserSession {
  @Id
  @Column(name = "session_id")
  private String id;

  @Column(name = "user_name")
  private String user;

  private String client;
  private Instant started;
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

  boolean isOpen() {
    return ended == null && Instant.now().isBefore(expires);
  }

  boolean isOf(String otherClient) {
    return client.equals(otherClient);
  }

  void end() {
    if (ended == null) {
      ended = Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
  }
}
