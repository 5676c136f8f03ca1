package org.grievances.security.client;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** When an API key was last used for a database, to the minute. */
@Entity
@Table(name = "key_uses")
public class KeyUse {
  @Id
  @Column(name = "key_id")
  private String id;

  @Column(name = "last_used")
  private Instant lastUsed;

  protected KeyUse() {}

  KeyUse(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  Instant lastUsed() {
    return lastUsed;
  }

  /** Other servers may know of a later use. */
  void setLastUsed(Instant time) {
    if (lastUsed == null || time.isAfter(lastUsed)) {
      lastUsed = time;
    }
  }
}
