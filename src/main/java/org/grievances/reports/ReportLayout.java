package org.grievances.reports;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A layout by its name, stored as the CSV that {@link LayoutReader} has checked. */
@Entity
@Table(name = "report_layouts")
public class ReportLayout {
  @Id
  @Column(name = "layout_name")
  private String name;

  private String layout;
  private String separator;

  @Column(name = "has_header")
  private boolean hasHeader;

  private Instant updated;

  @Column(name = "updated_by")
  private String updatedBy;

  protected ReportLayout() {}

  ReportLayout(String name) {
    this.name = name;
  }

  /**
   * @param form how its files are written
   */
  void update(String csv, LayoutForm form, String user) {
    layout = csv;
    separator = Character.toString(form.separator());
    hasHeader = form.hasHeader();
    updated = Instant.now().truncatedTo(ChronoUnit.MICROS);
    updatedBy = user;
  }

  String name() {
    return name;
  }

  Layout layout() {
    return LayoutReader.read(layout, new LayoutForm(separator.charAt(0), hasHeader));
  }

  Instant updated() {
    return updated;
  }

  String updatedBy() {
    return updatedBy;
  }
}
