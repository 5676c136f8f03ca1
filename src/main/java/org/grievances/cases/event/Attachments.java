package org.grievances.cases.event;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.request.ReceivedFile;
import org.grievances.records.RecordService;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/**
 * The files of events; each method is a transaction of its own. Contents are written and read in
 * parts, of which one at a time is in memory. A file is seen with the grievance of its event.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Attachments {
  private static final Table EVENTS = GrievanceEvent.STORED;
  private static final String OF_EVENT = " FROM EventAttachment a WHERE a.event = :event";

  /** A page of files, and the total count. */
  public record Found(List<EventAttachment> attachments, long count) {}

  /**
   * Adds a file to an event. Its key is one that events would get, since after a restore of the
   * database these are given no second time.
   *
   * @throws FailureException {@code RECORD_UNKNOWN} if there is no such event, {@code CONFLICT} if
   *     it is struck out
   */
  public EventAttachment add(
      Database database,
      Integer grievance,
      Integer event,
      ReceivedFile file,
      FileType type,
      AuditStamp stamp) {
    return within(
        database,
        grievance,
        event,
        row -> {
          if (row[EVENTS.position("struck_Out")] != null) {
            throw new FailureException(
                ProblemType.CONFLICT, "The event is struck out, and gets no more files.");
          }
        },
        unitOfWork -> {
          int key = unitOfWork.nextKey(EVENTS, false);
          EventAttachment added = new EventAttachment(key, event, file, type, stamp);
          return unitOfWork.with(entities -> add(entities, added, file));
        });
  }

  private static EventAttachment add(
      EntityManager entities, EventAttachment attachment, ReceivedFile file) {
    entities.persist(attachment);
    try (InputStream in = file.content().open()) {
      int number = 0;
      for (byte[] content = in.readNBytes(AttachmentPart.BYTES);
          content.length > 0;
          content = in.readNBytes(AttachmentPart.BYTES)) {
        AttachmentPart part = new AttachmentPart(attachment.key(), number++, content);
        entities.persist(part);
        entities.flush();
        entities.detach(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return attachment;
  }

  /** The files of an event, oldest first. */
  public Found list(Database database, Integer grievance, Integer event, long offset, int size) {
    return within(
        database,
        grievance,
        event,
        row -> {},
        unitOfWork -> unitOfWork.with(entities -> found(entities, event, offset, size)));
  }

  private static Found found(EntityManager entities, Integer event, long offset, int size) {
    return new Found(
        entities
            .createQuery("SELECT a" + OF_EVENT + " ORDER BY a.key", EventAttachment.class)
            .setParameter("event", event)
            .setFirstResult((int) Math.min(offset, Integer.MAX_VALUE))
            .setMaxResults(size)
            .getResultList(),
        entities
            .createQuery("SELECT COUNT(a)" + OF_EVENT, Long.class)
            .setParameter("event", event)
            .getSingleResult());
  }

  /** A file of an event; {@code RECORD_UNKNOWN} if there is none. */
  public EventAttachment find(Database database, Integer grievance, Integer event, Integer key) {
    return within(
        database,
        grievance,
        event,
        row -> {},
        unitOfWork ->
            Optional.ofNullable(
                    unitOfWork.with(entities -> entities.find(EventAttachment.class, key)))
                .filter(found -> found.isOf(event))
                .orElseThrow(Attachments::unknown));
  }

  static FailureException unknown() {
    return new FailureException(
        ProblemType.RECORD_UNKNOWN, "The event has no attachment with this attachment_Key.");
  }

  /** A part of a file that was found, by its number from 0. */
  public byte[] part(Database database, Integer attachment, int number) {
    return database.within(
        entities ->
            Optional.ofNullable(
                    entities.find(AttachmentPart.class, new AttachmentPart.Key(attachment, number)))
                .map(AttachmentPart::content)
                .orElseThrow(Attachments::unknown));
  }

  /** The work of a transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T in(UnitOfWork unitOfWork) throws SQLException;
  }

  /** Checks the values of an event. */
  @FunctionalInterface
  private interface Check {
    void accept(Object[] event);
  }

  private static <T> T within(
      Database database, Integer grievance, Integer event, Check check, Work<T> work) {
    try (UnitOfWork unitOfWork = database.join()) {
      check.accept(
          unitOfWork
              .findRow(EVENTS, event)
              .filter(row -> EVENTS.parentKey(row).equals(grievance))
              .orElseThrow(() -> RecordService.unknown(EVENTS)));
      return work.in(unitOfWork);
    } catch (SQLException e) {
      throw database.failure(SqlErrorKind.of(e), e);
    }
  }
}
