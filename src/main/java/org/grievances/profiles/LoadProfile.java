package org.grievances.profiles;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A load profile, stored as the JSON text that {@link ProfileReader} has checked. */
@Entity
@Table(name = "load_profiles")
public class LoadProfile {
  @Id
  @Column(name = "profile_name")
  private String name;

  private String profile;
  private Instant updated;

  @Column(name = "updated_by")
  private String updatedBy;

  protected LoadProfile() {}

  LoadProfile(String name) {
    this.name = name;
  }

  void update(String json, String user) {
    profile = json;
    updated = Instant.now().truncatedTo(ChronoUnit.MICROS);
    updatedBy = user;
  }

  String name() {
    return name;
  }

  String json() {
    return profile;
  }

  Instant updated() {
    return updated;
  }

  String updatedBy() {
    return updatedBy;
  }
}
