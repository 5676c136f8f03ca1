package org.grievances.http;

import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The media types of requests and responses; each carries JSON text. */
public final class MediaTypes {
  public static final String JSON = MediaType.APPLICATION_JSON;
  public static final String TEXT_JSON = "text/json";
  public static final String TEXT = MediaType.TEXT_PLAIN;

  /** Any type with the structured syntax suffix of RFC 6839, section 3.1. */
  public static final String ANY_JSON = "application/*+json";

  /**
   * The accepted request types, as listed in the response to any other type (RFC 9110, 15.5.16).
   */
  public static final String TAKEN = String.join(", ", JSON, TEXT_JSON, ANY_JSON);

  private static final List<MediaType> OFFERED =
      List.of(
          MediaType.APPLICATION_JSON_TYPE,
          new MediaType("text", "json", "utf-8"),
          new MediaType("text", "plain", "utf-8"));

  private MediaTypes() {}

  /** The media type of an error response: the first acceptable one, or JSON if there is none. */
  static MediaType forError(List<MediaType> acceptable) {
    return acceptable.stream()
        .flatMap(accepted -> OFFERED.stream().filter(accepted::isCompatible))
        .findFirst()
        .orElse(MediaType.APPLICATION_JSON_TYPE);
  }
}
