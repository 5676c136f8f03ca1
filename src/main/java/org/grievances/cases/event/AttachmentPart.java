package org.grievances.cases.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Objects;

/** A part of the content of a file. */
@Entity
@IdClass(AttachmentPart.Key.class)
@Table(name = "event_attachment_parts")
public class AttachmentPart {
  /** How many bytes each part has but the last. */
  static final int BYTES = 1024 * 1024;

  @Id
  @Column(name = "attachment_key")
  private Integer attachment;

  @Id private int number;
  private byte[] content;

  /** The key of a part; parts are numbered from 0. */
  public static final class Key {
    private Integer attachment;
    private int number;

    Key() {}

    Key(Integer attachment, int number) {
      this.attachment = attachment;
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.number == number
          && Objects.equals(key.attachment, attachment);
    }

    @Override
    public int hashCode() {
      return Objects.hash(attachment, number);
    }
  }

  protected AttachmentPart() {}

  AttachmentPart(Integer attachment, int number, byte[] content) {
    this.attachment = attachment;
    this.number = number;
    this.content = content;
  }

  byte[] content() {
    return content;
  }
}
