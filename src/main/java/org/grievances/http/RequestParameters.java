package org.grievances.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.grievances.activity.Activity;
import org.grievances.schema.Author;
import org.grievances.schema.Condition;
import org.grievances.schema.Truncation;

/** The parameters that every request has besides its body: its target database and its caller. */
public class RequestParameters {
  /** The length to which the history of records stores it. */
  private static final int USER_LENGTH = 256;

  /** A URI template, because a key may itself look like one. */
  private static final String KEY = "{key}";

  @HeaderParam("vbasoftware-database")
  private String database;

  @Context private HttpHeaders headers;
  @Context private SecurityContext security;
  @Context private UriInfo uri;

  public String database() {
    return database;
  }

  /** The caller, with the user's name truncated to 256 characters. */
  public Author author() {
    Identity caller = caller();
    return new Author(Truncation.of(caller.user(), USER_LENGTH), caller.client(), Activity.id());
  }

  /** Whether the caller may use the database with a name. */
  public Predicate<String> databases() {
    return caller().databases();
  }

  boolean isInRole(String role) {
    return security.isUserInRole(role);
  }

  private Identity caller() {
    return (Identity) security.getUserPrincipal();
  }

  /** The requested URI. */
  public URI path() {
    return uri.getAbsolutePath();
  }

  /** The URI of a record below the requested path. */
  public URI below(Object key) {
    return uri.getAbsolutePathBuilder().path(KEY).build(key);
  }

  /**
   * The URI of a record at another path.
   *
   * @param path relative to the application path
   */
  public URI at(String path, Object key) {
    return uri.getBaseUriBuilder().path(path).path(KEY).build(key);
  }

  /** The link to the page of the requested list that begins after a place (RFC 8288). */
  public Link after(String place) {
    return Link.fromUriBuilder(
            uri.getRequestUriBuilder().replaceQueryParam("page").replaceQueryParam("after", place))
        .rel("next")
        .build();
  }

  /** The type that the caller wants to have items in, one a line, without an envelope. */
  Optional<MediaType> linesType() {
    return MediaTypes.forLines(headers.getAcceptableMediaTypes());
  }

  /**
   * The records that the caller chooses.
   *
   * @param others names of query parameters that are for something else
   */
  public List<Condition> conditions(Filters filters, Set<String> others) {
    return filters.conditions(uri.getQueryParameters(), others, database);
  }

  /** The names of the query parameters, sorted. */
  Set<String> parameterNames() {
    return new TreeSet<>(uri.getQueryParameters().keySet());
  }

  HttpHeaders headers() {
    return headers;
  }
}
