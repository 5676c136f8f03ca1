package org.grievances.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.grievances.activity.Activity;
import org.grievances.schema.Author;
import org.grievances.schema.Truncation;

/** What every request says beside its body: where it goes, and who sends it. */
public class RequestParameters {
  /** As long as the history of records keeps it. */
  private static final int USER_LENGTH = 256;

  /** A template, since a key may look like one itself. */
  private static final String KEY = "{key}";

  @HeaderParam("vbasoftware-database")
  private String database;

  @Context private HttpHeaders headers;
  @Context private SecurityContext security;
  @Context private UriInfo uri;

  public String database() {
    return database;
  }

  /** The caller, the user's name cut to 256 characters. */
  public Author author() {
    Identity caller = (Identity) security.getUserPrincipal();
    return new Author(Truncation.of(caller.user(), USER_LENGTH), caller.client(), Activity.id());
  }

  /** The address that was called. */
  public URI path() {
    return uri.getAbsolutePath();
  }

  /** The address of a record below the path that was called. */
  public URI below(Object key) {
    return uri.getAbsolutePathBuilder().path(KEY).build(key);
  }

  /**
   * The address of a record elsewhere.
   *
   * @param path below that of the application
   */
  public URI at(String path, Object key) {
    return uri.getBaseUriBuilder().path(path).path(KEY).build(key);
  }

  HttpHeaders headers() {
    return headers;
  }
}
