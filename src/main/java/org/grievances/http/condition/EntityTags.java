package org.grievances.http.condition;

import jakarta.ws.rs.core.EntityTag;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.http.problem.ProblemException;
import org.grievances.http.request.RequestParameters;

/**
 * The entity tags of a header {@code If-Match} or {@code If-None-Match} (RFC 9110, section 13.1).
 *
 * @param any whether the header is {@code *}
 */
record EntityTags(boolean any, List<EntityTag> tags) {
  private static final String ANY = "*";

  /** A tag with its separator; many clients omit the quotes, and lists may have empty elements. */
  private static final Pattern TAG =
      Pattern.compile(
          "\\G[ \\t,]*+(W/)?(?:\"([^\"]*+)\"|((?!W/)[^\"\\s,*]++))[ \\t]*+(?:,[ \\t,]*+|$)");

  /**
   * @throws ProblemException {@code MALFORMED_REQUEST} if the header cannot be read
   */
  static EntityTags parse(String header, String value) {
    if (value.equals(ANY)) {
      return new EntityTags(true, List.of());
    }
    List<EntityTag> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(value);
    int end = 0;
    while (tag.find()) {
      String text = tag.group(2) == null ? tag.group(3) : tag.group(2);
      tags.add(new EntityTag(text, tag.group(1) != null));
      end = tag.end();
    }
    if (tags.isEmpty() || end < value.length()) {
      throw RequestParameters.malformed(
          "The header " + header + " must be * or ETags, each in double quotes.");
    }
    return new EntityTags(false, tags);
  }

  /** Strong comparison (RFC 9110, section 8.8.3.2): a weak tag equals none. */
  boolean hasStrongly(EntityTag current) {
    return any || tags.stream().anyMatch(tag -> !tag.isWeak() && isSame(tag, current));
  }

  /** Weak comparison: weak and strong tags can be equal. */
  boolean hasWeakly(EntityTag current) {
    return any || tags.stream().anyMatch(tag -> isSame(tag, current));
  }

  private static boolean isSame(EntityTag tag, EntityTag other) {
    return tag.getValue().equals(other.getValue());
  }
}
