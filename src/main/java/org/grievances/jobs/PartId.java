package org.grievances.jobs;

import java.io.Serializable;
import java.util.Objects;

/** The primary key of a part of a job. */
public class PartId implements Serializable {
  private static final long serialVersionUID = 1L;

  private String job;
  private int number;

  protected PartId() {}

  PartId(String job, int number) {
    this.job = job;
    this.number = number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartId id && id.number == number && Objects.equals(id.job, job);
  }

  @Override
  public int hashCode() {
    return Objects.hash(job, number);
  }
}
