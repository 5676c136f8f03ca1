package org.grievances.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.OptionalInt;
import org.grievances.batch.Batch;
import org.grievances.batch.Only;
import org.grievances.item.ItemReader.Members;

/** The options of a job, which all its parts have. */
@Embeddable
public class JobOptions {
  @Enumerated(EnumType.STRING)
  @Column(name = "read_members")
  private Members members;

  @Column(name = "dry_run")
  private boolean dryRun;

  @Column(name = "if_unchanged")
  private boolean ifUnchanged;

  @Enumerated(EnumType.STRING)
  @Column(name = "only_records")
  private Only only;

  /** Null for any number. */
  @Column(name = "max_failures")
  private Integer maxFailures;

  protected JobOptions() {}

  JobOptions(Batch.Options options) {
    this.members = options.members();
    this.dryRun = options.dryRun();
    this.ifUnchanged = options.ifUnchanged();
    this.only = options.only();
    OptionalInt failures = options.maxFailures();
    this.maxFailures = failures.isPresent() ? failures.getAsInt() : null;
  }

  /** Those of a job that takes another one back. */
  static JobOptions undoing(boolean isDryRun) {
    JobOptions options = new JobOptions();
    options.members = Members.KEY_ONLY;
    options.dryRun = isDryRun;
    options.only = Only.ANY;
    return options;
  }

  public boolean isDryRun() {
    return dryRun;
  }

  /** Those of each part; it is the job that ends when too many items have failed. */
  Batch.Options ofPart() {
    return new Batch.Options(false, dryRun, ifUnchanged, only, OptionalInt.empty(), members);
  }

  /** The number of failed items at which the job ends; null for none. */
  Integer maxFailures() {
    return maxFailures;
  }

  boolean endsAt(int failures) {
    return maxFailures != null && failures >= maxFailures;
  }
}
