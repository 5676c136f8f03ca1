package org.grievances.cases.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.grievances.http.request.ReceivedFile;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Truncation;
import tools.jackson.core.JsonGenerator;

/** A file of an event, without its content. */
@Entity
@Table(name = "event_attachments")
public class EventAttachment implements Data {
  private static final int USER_LENGTH = 20;

  @Id
  @Column(name = "attachment_key")
  private Integer key;

  @Column(name = "event_key")
  private Integer event;

  @Column(name = "file_name")
  private String fileName;

  @Column(name = "media_type")
  private String mediaType;

  @Column(name = "file_size")
  private long size;

  private String sha256;

  @Column(name = "attachment_path")
  private String path;

  @Column(name = "entry_date")
  private LocalDateTime entryDate;

  @Column(name = "entry_user")
  private String entryUser;

  @Column(name = "update_date")
  private LocalDateTime updateDate;

  @Column(name = "update_user")
  private String updateUser;

  protected EventAttachment() {}

  EventAttachment(Integer key, Integer event, ReceivedFile file, FileType type, AuditStamp stamp) {
    this.key = key;
    this.event = event;
    this.fileName = file.name();
    this.mediaType = type.mediaType();
    this.size = file.content().size();
    this.sha256 = file.sha256();
    this.entryDate = stamp.date();
    this.entryUser = Truncation.of(stamp.author().user(), USER_LENGTH);
    this.updateDate = entryDate;
    this.updateUser = entryUser;
  }

  Integer key() {
    return key;
  }

  boolean isOf(Integer other) {
    return event.equals(other);
  }

  String fileName() {
    return fileName;
  }

  String mediaType() {
    return mediaType;
  }

  long size() {
    return size;
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    JsonValues.write(json, "attachment_Key", key);
    JsonValues.write(json, "event_Key", event);
    JsonValues.write(json, "file_Name", fileName);
    JsonValues.write(json, "media_Type", mediaType);
    JsonValues.write(json, "size", size);
    JsonValues.write(json, "sha256", sha256);
    JsonValues.write(json, "entry_Date", entryDate);
    JsonValues.write(json, "entry_User", entryUser);
    json.writeEndObject();
  }
}
