package org.grievances.http.response;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.body.Spool;
import org.grievances.item.Lines;

/** Lines that pass every call on to other lines; subclasses add to some of the calls. */
abstract class ForwardingLines implements Lines {
  private final Lines lines;

  ForwardingLines(Lines lines) {
    this.lines = lines;
  }

  @Override
  public List<String> columns() {
    return lines.columns();
  }

  @Override
  public boolean hasHeader() {
    return lines.hasHeader();
  }

  @Override
  public char separator() {
    return lines.separator();
  }

  @Override
  public Iterator<Line> iterator() {
    return lines.iterator();
  }

  @Override
  public OptionalLong count() {
    return lines.count();
  }

  @Override
  public Optional<Spool.Share> room() {
    return lines.room();
  }

  @Override
  public boolean areInOrderOfKeys() {
    return lines.areInOrderOfKeys();
  }

  @Override
  public Integer lastKey() {
    return lines.lastKey();
  }

  @Override
  public void sent() {
    lines.sent();
  }

  @Override
  public void close() {
    lines.close();
  }
}
