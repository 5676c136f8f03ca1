package org.grievances.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.grievances.Application;
import org.grievances.activity.Activity;
import org.grievances.database.Database;
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

  @QueryParam("raw")
  private String raw;

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

  /**
   * The requested path, without the name of the server, which only the caller knows: neither the
   * header {@code Host} nor those of a proxy shape an address in a response.
   */
  public String path() {
    return requested().toString();
  }

  private URI requested() {
    return of(uri.getPath(false)).build();
  }

  private static UriBuilder of(String path) {
    return UriBuilder.fromPath(Application.PATH).path(path);
  }

  /** The path of a record below the requested one. */
  public String below(Object key) {
    return UriBuilder.fromUri(requested()).path(KEY).build(key).toString();
  }

  /**
   * The path of a record at another path.
   *
   * @param path relative to the application path
   */
  public String at(String path, Object key) {
    return of(path).path(KEY).build(key).toString();
  }

  /** The link to the page of the requested list that begins after a place (RFC 8288). */
  public Link after(String place) {
    UriBuilder link = UriBuilder.fromUri(requested());
    uri.getQueryParameters(false).forEach((name, values) -> query(link, name, values));
    return Link.fromUri(link.queryParam("after", place).build()).rel("next").build();
  }

  /** Every parameter but those that name a page. */
  private static void query(UriBuilder link, String name, List<String> values) {
    if (!name.equals("page") && !name.equals("after")) {
      values.forEach(value -> link.queryParam(name, value));
    }
  }

  /**
   * The type that the caller wants to have items in, one a line, without an envelope. Texts in CSV
   * are guarded unless the caller wants them {@code raw}.
   */
  Optional<MediaType> linesType() {
    return MediaTypes.forLines(headers.getAcceptableMediaTypes(), BatchParameters.flag("raw", raw));
  }

  /**
   * The records that the caller chooses.
   *
   * @param others names of query parameters that are for something else
   * @param target the database that the records are in
   */
  public List<Condition> conditions(Filters filters, Set<String> others, Database target) {
    return filters.conditions(uri.getQueryParameters(), others, target);
  }

  /** The names of the query parameters, sorted. */
  Set<String> parameterNames() {
    return new TreeSet<>(uri.getQueryParameters().keySet());
  }

  HttpHeaders headers() {
    return headers;
  }
}
