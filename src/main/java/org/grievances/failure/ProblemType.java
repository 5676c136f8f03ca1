package org.grievances.failure;

import java.util.Locale;

/**
 * Why a whole request fails, with the HTTP status of the response (RFC 9457, section 3.1) and the
 * texts of the page that explains it.
 */
public enum ProblemType {
  MALFORMED_REQUEST(
      400,
      "The request is malformed",
      "The body or a parameter of the request cannot be read. Nothing was applied.",
      "Correct the request and send it again."),
  DATABASE_MISSING(
      400,
      "The target database is missing",
      "Every request names the database it is meant for. Nothing was applied.",
      "Send the header vbasoftware-database with the name of the database."),
  API_KEY_REFUSED(
      401,
      "The API key was refused",
      "Every request needs an API key that this service knows.",
      "Send your API key in the header x-api-key. If it is refused, ask the operator for a new one."),
  TOKEN_REFUSED(
      401,
      "The bearer token was refused",
      "Every request needs a bearer token that is valid now, made for this service by the identity"
          + " provider it trusts, and signed with one of that provider's keys.",
      "Sign in again for a new token and send it as Authorization: Bearer."),
  CLIENT_REFUSED(
      401,
      "The client was refused",
      "Users sign in through a client, whose id and code belong to its API key.",
      "Check the headers x-api-key, vbasoftware-client-id and vbasoftware-client-code, or ask the"
          + " operator for a client code."),
  PASSWORD_REFUSED(
      401,
      "The user or the password was refused",
      "No user of this service has this name and this password.",
      "Check both and send them as Authorization: Basic, in UTF-8."),
  REFRESH_REFUSED(
      401,
      "The refresh token was refused",
      "A refresh token works once, together with its id token, until its session ends. One that two"
          + " use ends the session.",
      "Sign in again."),
  SESSION_ENDED(
      401,
      "Your session has expired",
      "Sessions of the console end some time after the last request, and when the user signs out.",
      "Sign in to the console again."),
  USER_AGENT_MISSING(
      403,
      "The User-Agent header is missing",
      "Requests that do not say which software sends them are refused.",
      "Send the header User-Agent with the name of your software."),
  CROSS_SITE_REQUEST(
      403,
      "The request does not come from the console",
      "Cookies count only with requests of the console's own pages, so that no other site can act for"
          + " its users.",
      "Call the API with an API key and a token, not with the cookie of a browser."),
  DATABASE_FORBIDDEN(
      403,
      "You have no access to this database",
      "The API key or the bearer token does not cover the database.",
      "Check the header vbasoftware-database, or ask the operator for access."),
  ROLE_FORBIDDEN(
      403,
      "Your role may not do this",
      "The bearer token holds none of the roles that this operation needs.",
      "Ask the administrator of your identity provider for the role."),
  SCOPE_FORBIDDEN(
      403,
      "Your access does not include this",
      "The API key or the bearer token is limited to some operations, to some records, or to some of"
          + " their members. Nothing was applied.",
      "Ask the operator what the API key may do, or use one that is not limited."),
  NETWORK_FORBIDDEN(
      403,
      "The API key may not be used from here",
      "The API key is limited to some networks, and the request came from another one.",
      "Call from one of these networks, or ask the operator to add yours."),
  NOT_FOUND(
      404,
      "There is nothing here",
      "No operation or record has this path.",
      "Check the path against the API description at /openapi."),
  SIGN_IN_NOT_OFFERED(
      404,
      "Users do not sign in here",
      "This server has no users of its own, or makes no tokens.",
      "Sign in at the identity provider that the operator names, and send its token."),
  RECORD_UNKNOWN(
      404,
      "There is no such record",
      "The database holds no record with the key in the path. Nothing was applied.",
      "Check the key and the header vbasoftware-database."),
  DATABASE_UNKNOWN(
      404,
      "There is no such database",
      "No database with the name in the header vbasoftware-database is configured.",
      "Check the name; letter case counts."),
  METHOD_NOT_ALLOWED(
      405,
      "This method is not allowed here",
      "The path exists, but not for this method.",
      "Use one of the methods in the header Allow."),
  NOT_ACCEPTABLE(
      406,
      "None of the accepted media types is offered",
      "Most operations answer with application/json, text/json or text/plain, some with"
          + " application/x-ndjson or text/csv. Nothing was applied.",
      "Send one of the types that the detail names in the header Accept, or leave the header out."),
  CONFLICT(
      409,
      "The record is in conflict with what is there",
      "The key is taken, or the database refuses the record for a rule of its own. Nothing was"
          + " applied.",
      "Correct what the detail names, or update the record that is there."),
  REQUEST_TIMEOUT(
      408,
      "The request body arrived too slowly",
      "The body did not arrive within the time that the operator allows. Nothing was applied.",
      "Send it again over a faster line, compressed (Content-Encoding: gzip) or in smaller batches."),
  REQUEST_IN_PROGRESS(
      409,
      "The same request is in progress",
      "A request with the same Idempotency-Key has not ended yet. This one was not applied.",
      "Send it again after the seconds in the header Retry-After, for the answer of the first."),
  REPORT_INCOMPLETE(
      409,
      "Something that the report needs is not known",
      "A final report is made only while nothing that it needs is unknown.",
      "Complete the grievances that its part unknown lists, or ask for it without final=true."),
  LAYOUT_UNFIT(
      409,
      "Some cells do not fit the layout",
      "A report in a layout is written only if each of its cells fits the layout.",
      "Correct the grievances in the rows that the detail names, or the layout."),
  HISTORY_OFF(
      409,
      "No history is kept",
      "Changes are read from the history of the database, which the operator has turned off.",
      "Export the records, or ask the operator to turn the history on."),
  CHANGES_LOST(
      410,
      "Changes after this place are no longer known",
      "Changes after the place are not in the history: they were archived, or made while it was"
          + " turned off, or the database was restored to an earlier state.",
      "Export the records, and go on from the place in the header changes-after of the export."),
  PRECONDITION_FAILED(
      412,
      "The record has changed",
      "The record is not as the caller knows it: another request changed it. Nothing was applied.",
      "Read the record, decide again, and send the request with its new ETag."),
  TOO_LARGE(
      413,
      "The request is too large",
      "The batch or the file has more bytes or more items than the operator allows. Nothing was"
          + " applied.",
      "Send a batch in several smaller ones, and a file smaller."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "The body is of a type that is not supported",
      "Bodies come as application/json, text/json or application/*+json, in UTF-8, plain or gzip;"
          + " batches of grievances also as application/x-ndjson or text/csv. Files of events are of the"
          + " types that the detail names, by their content. Nothing was applied.",
      "Send the headers Content-Type and Content-Encoding accordingly."),
  EXPECTATION_FAILED(
      417,
      "The expectation cannot be met",
      "The only expectation that the service knows is 100-continue. Nothing was applied.",
      "Leave the header Expect out, or send 100-continue in it."),
  KEY_REUSED(
      422,
      "The Idempotency-Key belongs to another request",
      "An Idempotency-Key stands for one request, and this one differs from the one that had it."
          + " Nothing was applied.",
      "Give every new request a key of its own, such as a UUID."),
  FILE_REFUSED(
      422,
      "The file was refused",
      "The scanner that the operator runs refuses the file. Nothing was stored.",
      "Check the file where it comes from, and send it again once it is clean."),
  RATE_LIMITED(
      429,
      "Too many requests",
      "The API key, or the address, has sent more requests than it may. Nothing was applied.",
      "Wait for the seconds in the header Retry-After, and send many records in one batch."),
  TOO_MANY_ATTEMPTS(
      429,
      "Too many wrong passwords",
      "After several wrong passwords for one user or from one address, each further one has to"
          + " wait.",
      "Try again after the seconds in the header Retry-After."),
  INTERNAL_ERROR(
      500,
      "Something went wrong here",
      "The service met an unexpected error.",
      "Try again. If the error persists, give the activity id to the operator: the log says more under it."),
  OUTCOME_UNKNOWN(
      500,
      "The outcome is not known",
      "The database did not answer when the request was committed: it was applied wholly or not at"
          + " all.",
      "Send the same request again: a batch replaces what it may have written, and what has an"
          + " Idempotency-Key is applied once."),
  DATABASE_UNAVAILABLE(
      503,
      "The database cannot be used now",
      "The target database cannot be reached or has no free connection. Nothing was applied.",
      "Send the request again after the seconds in the header Retry-After."),
  READ_UNRECORDED(
      503,
      "Nothing can be shown now",
      "Before a record is shown, the database records who sees it, and that failed. A request that"
          + " changes records was applied.",
      "Send the request again after the seconds in the header Retry-After; one that created a record"
          + " only with the Idempotency-Key that it had."),
  SCANNER_UNAVAILABLE(
      503,
      "Files cannot be scanned now",
      "The operator has each file scanned, and the scanner does not answer. Nothing was stored.",
      "Send the file again after the seconds in the header Retry-After."),
  USERS_UNAVAILABLE(
      503,
      "The user registry is unavailable",
      "The user registry of this server does not answer.",
      "Try again after the seconds in the header Retry-After."),
  KEYS_UNAVAILABLE(
      503,
      "Tokens cannot be verified now",
      "The keys of the identity provider cannot be read. Nothing was applied.",
      "Send the request again after the seconds in the header Retry-After."),
  OVERLOADED(
      503,
      "The service is overloaded",
      "The service already processes as many requests as it may. Nothing was applied.",
      "Send the request again after the seconds in the header Retry-After."),
  STOPPING(
      503,
      "The server is stopping",
      "The server ends what it has begun and takes nothing new. Nothing was applied.",
      "Send the request again over a new connection, which another server or the next start takes."),
  REQUEST_CANCELLED(
      503,
      "The request was cancelled",
      "An operator cancelled a statement of this request in the database, or it ran longer than the"
          + " database allows. Nothing was applied.",
      "Send a large batch as several smaller ones. Ask the operator before you send anything else"
          + " again."),
  TRANSACTION_TIMEOUT(
      503,
      "The batch took too long",
      "The batch ran longer than the operator lets a transaction run. Nothing was applied.",
      "Send it in several smaller batches."),
  QUERY_TIMEOUT(
      503,
      "Reading took too long",
      "The database worked on the answer for longer than the operator allows, and was stopped.",
      "Ask for less: choose fewer records, follow the links of a list instead of asking for a page"
          + " far into it, or count fewer and later periods."),
  DATABASE_BUSY(
      503,
      "The database is too busy with the same records",
      "Other requests kept changing the same records, and several tries met them. Nothing was"
          + " applied.",
      "Send the request again after the seconds in the header Retry-After.");

  private final int status;
  private final String title;
  private final String meaning;
  private final String remedy;

  ProblemType(int status, String title, String meaning, String remedy) {
    this.status = status;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String meaning() {
    return meaning;
  }

  /** The advice for the caller. */
  public String remedy() {
    return remedy;
  }

  /** The name of the page that explains it. */
  public String page() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
