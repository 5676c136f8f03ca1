package org.grievances.check;

import java.nio.file.Path;

/** A line of a file, below the directory of the server. */
record Place(Path file, int line) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    return byFile == 0 ? Integer.compare(line, other.line) : byFile;
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
