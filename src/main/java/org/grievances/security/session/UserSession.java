package org.grievances.security.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The session of a user signed in through a client. */
@Entity
@Table(name = "user_sessions")
public class UserSession extends Session {
  @Id
  @Column(name = "session_id")
  private String id;

  private String client;

  protected UserSession() {}

  public UserSession(String user, String client, SessionLimits limits) {
    super(user);
    this.id = UUID.randomUUID().toString();
    this.client = client;
    expireAt(end(limits));
  }

  @Override
  String id() {
    return id;
  }

  @Override
  final Instant end(SessionLimits limits) {
    return started().plus(limits.lifetime());
  }

  Optional<String> client() {
    return Optional.of(client);
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
    return Stream.of(id, user(), client, started(), ended())
        .map(value -> Objects.toString(value, null))
        .toList();
  }
}
