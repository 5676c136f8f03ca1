package org.grievances.grievance;

import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.grievances.schema.Field;
import org.grievances.scope.Hideable;

/**
 * All members of a grievance and its filing but the key, and those by which the service tells who
 * wrote it and when.
 */
@ApplicationScoped
class HideableMembers implements Hideable {
  private static final Set<String> SHOWN =
      Set.of("grievance_Key", "entry_Date", "entry_User", "update_Date", "update_User");

  @Override
  public Set<String> names() {
    return Grievance.STORED.fields().stream()
        .map(Field::name)
        .filter(name -> !SHOWN.contains(name))
        .collect(toSet());
  }
}
