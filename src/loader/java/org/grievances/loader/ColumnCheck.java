package org.grievances.loader;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.grievances.loader.client.MultiStatus;

/**
 * Asks the service which members it does not know, before anything is loaded: it checks an item
 * that has them all and no value. This also checks the credentials and the database.
 */
final class ColumnCheck {
  /** The service truncates longer names in its errors. */
  private static final int MAX_NAME_LENGTH = 64;

  private final Service service;
  private final Format format;
  private final Sending sending;

  ColumnCheck(Service service, Format format, Sending.Mode mode) {
    this.service = service;
    this.format = format;
    this.sending = new Sending(true, mode, true);
  }

  /** The names that are not members. */
  Set<String> unknown(List<String> members) {
    Set<String> unknown = new TreeSet<>();
    Set<String> rest = new LinkedHashSet<>(members);
    rest.stream().filter(ColumnCheck::cannotBeAsked).forEach(unknown::add);
    // The service reports a limited number of errors for each item.
    for (Set<String> more = unknown; rest.removeAll(more) || more == unknown; more = ask(rest)) {
      unknown.addAll(more);
    }
    return unknown;
  }

  private static boolean cannotBeAsked(String name) {
    return name.isBlank() || name.length() > MAX_NAME_LENGTH;
  }

  private Set<String> ask(Set<String> members) {
    if (members.isEmpty()) {
      return Set.of();
    }
    return service.send(
        () ->
            sending
                .request(service, BodyPublishers.ofString(emptyItem(members)))
                .header("Content-Type", format.sentAs())
                .header("Accept", Format.NDJSON.sentAs())
                .header("Prefer", sending.preferences()),
        answer -> unknownIn(answer.body()));
  }

  private static Set<String> unknownIn(byte[] outcome) {
    try {
      return Reason.of(JsonText.MAPPER.readValue(outcome, MultiStatus.class)).errors().stream()
          .filter(error -> error.code().equals(RowError.UNKNOWN_MEMBER))
          .map(RowError::member)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new RetryException("The answer broke off", null);
    }
  }

  private String emptyItem(Set<String> members) {
    if (format == Format.CSV) {
      List<String> empty = new ArrayList<>(Collections.nCopies(members.size(), ""));
      return CsvText.row(List.copyOf(members)) + "\n" + CsvText.row(empty) + "\n";
    }
    ObjectNode item = JsonText.MAPPER.createObjectNode();
    members.forEach(item::putNull);
    return item + "\n";
  }
}
