package org.grievances.reports;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import org.grievances.schema.KeyOf;
import org.grievances.schema.Ruled;

/**
 * A code by which reports count grievances: all that have a value in a member, or a single one,
 * whose own codes of a scheme count instead of those of its values.
 */
@Entity
@Table(name = "report_codes")
@KeyOf({"scheme", "code", "member", "grievance_Key", "value"})
@Ruled(ReportCodeRule.class)
@SuppressWarnings("unused")
public class ReportCode {
  static final org.grievances.schema.Table TABLE = org.grievances.schema.Table.of(ReportCode.class);

  @Id
  @Size(min = 1, max = 256)
  private String code_Key;

  @NotNull
  @Size(min = 1, max = 32)
  private String scheme;

  @NotNull
  @Size(min = 1, max = 16)
  private String code;

  @Size(max = 32)
  private String member;

  @Size(max = 128)
  @Column(name = "member_value")
  private String value;

  private Integer grievance_Key;

  private LocalDateTime entry_Date;

  @Size(max = 20)
  private String entry_User;

  private LocalDateTime update_Date;

  @Size(max = 20)
  private String update_User;

  String scheme() {
    return scheme;
  }

  String code() {
    return code;
  }

  String member() {
    return member;
  }

  String value() {
    return value;
  }

  Integer grievanceKey() {
    return grievance_Key;
  }

  LocalDateTime updated() {
    return update_Date;
  }
}
