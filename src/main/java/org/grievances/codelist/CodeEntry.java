package org.grievances.codelist;

import jakarta.persistence.MappedSuperclass;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;

/** The fields that the entries of all lists have besides their code and their default flag. */
@MappedSuperclass
@SuppressWarnings("unused")
abstract class CodeEntry {

  @Size(max = 256)
  private String description;

  private LocalDateTime entry_Date;

  @Size(max = 20)
  private String entry_User;

  private LocalDateTime update_Date;

  @Size(max = 20)
  private String update_User;
}
