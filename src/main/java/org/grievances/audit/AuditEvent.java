package org.grievances.audit;

import java.util.Locale;
import java.util.logging.Level;

/** The kind of a line of the audit log. */
public enum AuditEvent {
  SIGN_IN(Level.INFO, "A user signed in."),
  SIGN_IN_FAILED(Level.WARNING, "A sign-in failed."),
  SIGN_IN_THROTTLED(Level.WARNING, "A sign-in was refused after too many wrong passwords."),
  CLIENT_REFUSED(Level.WARNING, "A client id or code was refused."),
  TOKEN_REFRESHED(Level.INFO, "A session was continued with new tokens."),
  REFRESH_REFUSED(Level.WARNING, "A refresh token was refused."),
  REFRESH_REUSED(Level.WARNING, "A refresh token was used by two, which ended its session."),
  SESSION_ENDED(Level.INFO, "A user signed out."),
  SESSIONS_ENDED_EVERYWHERE(Level.INFO, "A user ended all sessions of the console."),
  SESSIONS_OF_ANOTHER_LISTED(Level.INFO, "An administrator listed the sessions of a user."),
  SESSIONS_OF_ANOTHER_ENDED(Level.INFO, "An administrator ended all sessions of a user."),
  SESSION_REFUSED(Level.INFO, "The cookie of no open session was refused."),
  API_KEY_REFUSED(Level.WARNING, "An API key was refused."),
  TOKEN_REFUSED(Level.WARNING, "A bearer token was refused."),
  ROLE_REFUSED(Level.WARNING, "A user lacks the role for an operation."),
  LIMIT_REFUSED(Level.WARNING, "A client or a user is limited, and may not do this."),
  NETWORK_REFUSED(Level.WARNING, "A client called from a network that it may not use."),
  DATABASE_REFUSED(Level.WARNING, "A client or a user may not use a database."),
  CROSS_SITE_REQUEST_REFUSED(Level.WARNING, "A cookie was refused outside of the console's pages."),
  RATE_LIMITED(Level.INFO, "A request exceeded a rate limit."),
  EXPORT_STARTED(Level.INFO, "An export started."),
  EXPORT_ENDED(Level.INFO, "An export ended."),
  REQUEST_REFUSED(Level.INFO, "A request was refused."),
  LINES_LEFT_OUT(Level.WARNING, "Too many requests were refused to log each of them.");

  private final Level level;
  private final String text;

  AuditEvent(Level level, String text) {
    this.level = level;
    this.text = text;
  }

  Level level() {
    return level;
  }

  /** The sentence that its line begins with. */
  String text() {
    return text;
  }

  /** Its name in the log, such as {@code sign-in-failed}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
