package org.grievances.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * The numbers of a job's items by their outcomes; they change only in the transaction that applies
 * a part, by {@link Checkpoint}.
 */
@Embeddable
public class JobCounts {
  @Column(name = "items_read")
  private int read;

  @Column(name = "items_created")
  private int created;

  @Column(name = "items_updated")
  private int updated;

  @Column(name = "items_deleted")
  private int deleted;

  @Column(name = "items_reversed")
  private int reversed;

  @Column(name = "items_kept")
  private int kept;

  @Column(name = "items_failed")
  private int failed;

  protected JobCounts() {}

  /** The number of items with an outcome. */
  public int read() {
    return read;
  }

  public int created() {
    return created;
  }

  public int updated() {
    return updated;
  }

  public int deleted() {
    return deleted;
  }

  /** The number of records that were put back. */
  public int reversed() {
    return reversed;
  }

  /** Of the failed items, the number of those whose records were changed later. */
  public int kept() {
    return kept;
  }

  public int failed() {
    return failed;
  }

  int succeeded() {
    return read - failed;
  }
}
