package org.grievances.security.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.grievances.digest.Sha256;

/**
 * A token that continues a session once, stored only as its hash and the hash of its ID token. If
 * the response was lost, it may be used again for a short while, as long as the tokens in that
 * response have not been used.
 */
@Entity
@Table(name = "refresh_tokens")
public class RefreshToken extends SignedRow {
  /** How long one works again after its use, for a response that was lost. */
  static final Duration GRACE = Duration.ofSeconds(30);

  @Id private String sha256;

  @ManyToOne
  @JoinColumn(name = "session_id")
  private UserSession session;

  @Column(name = "id_token_sha256")
  private String idTokenSha256;

  @Column(name = "replaces_sha256")
  private String replacesSha256;

  private Instant used;

  protected RefreshToken() {}

  /**
   * @param replaced the token that was exchanged for it; null for the first of a session
   */
  RefreshToken(UserSession session, IssuedTokens tokens, RefreshToken replaced) {
    this.session = session;
    this.replacesSha256 = replaced == null ? null : replaced.sha256;
    this.sha256 = Sha256.hex(tokens.refreshToken());
    this.idTokenSha256 = Sha256.hex(tokens.idToken());
  }

  UserSession session() {
    return session;
  }

  boolean cameWith(String idToken) {
    return idTokenSha256.equals(Sha256.hex(idToken));
  }

  String sha256() {
    return sha256;
  }

  /** The hash of the token that was exchanged for it; null for the first of a session. */
  String replacesSha256() {
    return replacesSha256;
  }

  boolean isUsed() {
    return used != null;
  }

  @Override
  String purpose() {
    return "refresh_tokens";
  }

  @Override
  List<String> texts() {
    return Stream.of(sha256, session.id(), idTokenSha256, replacesSha256, used)
        .map(value -> Objects.toString(value, null))
        .toList();
  }

  /** Whether it is unused, or was used so recently that its response may have been lost. */
  boolean isFresh() {
    return used == null || Instant.now().isBefore(used.plus(GRACE));
  }

  void use() {
    used = used == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : used;
  }
}
