package org.grievances.http.request;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.grievances.Application;
import org.grievances.activity.Activity;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.Integers;
import org.grievances.item.InvalidValueException;
import org.grievances.schema.Author;
import org.grievances.schema.Truncation;

/** The parameters that every request has besides its body: its target database and its caller. */
public class RequestParameters {
  /** The length to which the history of records stores it. */
  private static final int USER_LENGTH = 256;

  private static final Set<String> PLACES = Set.of("page", "after");

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

  public boolean isInRole(String role) {
    return security.isUserInRole(role);
  }

  private Identity caller() {
    return (Identity) security.getUserPrincipal();
  }

  /**
   * The requested path, without the name of the server, which only the caller knows: no address in
   * a response depends on the header {@code Host} or on those of a proxy.
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

  /**
   * The path of the record that the requested path ends with.
   *
   * @param sent the key as it was sent
   * @param key the same as it was read, such as 7 for 007
   */
  public String path(String sent, Object key) {
    return sent.equals(key.toString()) ? path() : requested().resolve(".") + segment(key);
  }

  /** The path of a record below the requested one. */
  public String below(Object key) {
    return path() + "/" + segment(key);
  }

  /**
   * The path of a record at another path.
   *
   * @param path relative to the application path
   */
  public String at(String path, Object key) {
    return of(path).build() + "/" + segment(key);
  }

  /**
   * A key as a segment of a path. All characters that can mean something there are encoded: JAX-RS
   * leaves the semicolon as it is, which begins a matrix parameter to many programs.
   */
  private static String segment(Object key) {
    return encoded(key.toString());
  }

  /** The link to the page of the requested list that begins after a place (RFC 8288). */
  public Link after(String place) {
    return next("after=" + encoded(place));
  }

  /** The link to the next page of the requested list by its number. */
  public Link nextPage(int number) {
    return next("page=" + number);
  }

  private Link next(String page) {
    StringJoiner query = new StringJoiner("&");
    uri.getQueryParameters()
        .forEach((name, values) -> values.forEach(value -> addToLink(query, name, value)));
    query.add(page);
    return Link.fromUri(requested() + "?" + query).rel("next").build();
  }

  /** Adds a parameter, unless it names a page or is empty, as between two ampersands. */
  private void addToLink(StringJoiner query, String name, String value) {
    if (!name.isEmpty() && !places().contains(name)) {
      query.add(encoded(name) + "=" + encoded(value));
    }
  }

  /** The parameters that name a page, or the place where it begins. */
  protected Set<String> places() {
    return PLACES;
  }

  /** Encoded such that both a form decoder and a URI decoder read the same text. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The query of the request, encoded in one way whichever way it was sent. */
  public String queryText() {
    StringJoiner query = new StringJoiner("&");
    uri.getQueryParameters()
        .forEach(
            (name, values) ->
                values.forEach(value -> query.add(encoded(name) + "=" + encoded(value))));
    return query.toString();
  }

  /** The query parameters. */
  public MultivaluedMap<String, String> queryParameters() {
    return uri.getQueryParameters();
  }

  /** The names of the query parameters, sorted. */
  public Set<String> parameterNames() {
    Set<String> names = new TreeSet<>(uri.getQueryParameters().keySet());
    names.remove("");
    return names;
  }

  public HttpHeaders headers() {
    return headers;
  }

  public Preferences preferences() {
    return Preferences.of(headers);
  }

  /**
   * A parameter that is true or false; false if it is not there.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} if it is neither, in lower case
   */
  public static boolean flag(String name, String value) {
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw malformed("The parameter " + name + " must be true or false.");
  }

  /**
   * A parameter that is a number from 1 on, written as in a filter.
   *
   * @param otherwise the number if it is not there
   * @throws FailureException {@code MALFORMED_REQUEST} if it is no such number
   */
  public static int number(String name, String text, int otherwise, int max) {
    if (text == null) {
      return otherwise;
    }
    int number = number(text);
    if (number < 1 || number > max) {
      throw malformed("The parameter " + name + " must be a number from 1 to " + max + ".");
    }
    return number;
  }

  /** 0 if the text is no number. */
  private static int number(String text) {
    try {
      return Integers.parse(text.strip());
    } catch (InvalidValueException e) {
      return 0;
    }
  }

  /** The failure of a request with a parameter that cannot be read. */
  public static FailureException malformed(String detail) {
    return new FailureException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
