package org.grievances.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.grievances.batch.MultiStatus;
import org.grievances.batch.StoredMultiStatus;
import org.grievances.json.GzippedJson;

/** The outcomes of the items of a part, stored in the same transaction as their changes. */
@Entity
@IdClass(PartId.class)
@Table(name = "job_outcomes")
public class StoredOutcomes {
  @Id
  @Column(name = "job_id")
  private String job;

  @Id private int number;

  /** The number of items that failed, by which queries find parts with such items. */
  private int failed;

  private byte[] outcomes;

  protected StoredOutcomes() {}

  StoredOutcomes(String job, int number, int failed, MultiStatus outcomes) {
    this.job = job;
    this.number = number;
    this.failed = failed;
    this.outcomes = GzippedJson.compress(new StoredMultiStatus(outcomes));
  }

  /** The outcomes, in the order of the items. */
  MultiStatus outcomes(String keyName) {
    return StoredMultiStatus.parse(keyName, new GzippedJson(outcomes));
  }
}
