package org.grievances.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.grievances.api.Sha256;

/** A token that continues a session once, known only by its hash and that of its id token. */
@Entity
@Table(name = "refresh_tokens")
public class RefreshToken {
  @Id private String sha256;

  @ManyToOne
  @JoinColumn(name = "session_id")
  private UserSession session;

  @Column(name = "id_token_sha256")
  private String idTokenSha256;

  private Instant used;

  protected RefreshToken() {}

  RefreshToken(UserSession session, IssuedTokens tokens) {
    this.session = session;
    this.sha256 = Sha256.hex(tokens.refreshToken());
    this.idTokenSha256 = Sha256.hex(tokens.idToken());
  }

  UserSession session() {
    return session;
  }

  boolean cameWith(String idToken) {
    return idTokenSha256.equals(Sha256.hex(idToken));
  }

  /** Uses it up; false, and the end of its session, when it was used before. */
  boolean use() {
    if (used != null) {
      session.end();
      return false;
    }
    used = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return true;
  }
}
