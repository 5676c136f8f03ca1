package org.grievances.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.grievances.item.BodyFormat;
import org.grievances.item.part.Part;

/** A part of a job's body. */
@Entity
@IdClass(PartId.class)
@Table(name = "job_parts")
public class StoredPart {
  @Id
  @Column(name = "job_id")
  private String job;

  @Id private int number;
  private int items;
  private byte[] content;

  protected StoredPart() {}

  StoredPart(String job, int number, Part part) {
    this.job = job;
    this.number = number;
    this.items = part.items();
    this.content = part.gzip();
  }

  /**
   * @param sent the format of the whole body
   */
  Part part(BodyFormat sent) {
    return new Part(sent == BodyFormat.CSV ? sent : BodyFormat.NDJSON, items, content);
  }
}
