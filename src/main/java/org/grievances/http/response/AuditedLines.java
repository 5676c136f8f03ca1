package org.grievances.http.response;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.item.Lines;

/** Writes to the audit log when, to whom and how many lines were exported. */
public final class AuditedLines extends ForwardingLines {
  private final AuditLog audit;
  private final Map<String, String> details;
  private long read;
  private boolean started;
  private boolean complete;

  /**
   * @param details what is exported, without the values of the filters
   */
  public AuditedLines(Lines lines, AuditLog audit, Map<String, String> details) {
    super(lines);
    this.audit = audit;
    this.details = details;
  }

  @Override
  public Iterator<Line> iterator() {
    Iterator<Line> all = super.iterator();
    audit.write(AuditEvent.EXPORT_STARTED, details);
    started = true;
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Line next() {
        Line line = all.next();
        read++;
        return line;
      }
    };
  }

  @Override
  public void sent() {
    complete = true;
    super.sent();
  }

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      if (started) {
        Map<String, Object> ended = new LinkedHashMap<>(details);
        ended.put("lines", read);
        ended.put("outcome", complete ? "complete" : "broken-off");
        audit.write(AuditEvent.EXPORT_ENDED, ended);
      }
    }
  }
}
