package org.grievances.loader;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * Where changes are written, and the place up to which they are: what a stopped program wrote after
 * the last place is cut off a file when it is opened again.
 */
final class FollowedOutput implements AutoCloseable {
  private static final String DATABASE = "database";
  private static final String PLACE = "place";
  private static final String LENGTH = "length";

  /** Null for the standard output. */
  private final FileChannel out;

  /** Null if the place is kept nowhere. */
  private final Path state;

  private final Properties kept;

  private FollowedOutput(FileChannel out, Path state, Properties kept) {
    this.out = out;
    this.state = state;
    this.kept = kept;
  }

  /**
   * @param output null for the standard output
   * @param state where the place is kept; null for nowhere
   */
  static FollowedOutput open(Path output, Path state, String database) throws IOException {
    Properties kept = new Properties();
    if (state != null && Files.exists(state)) {
      read(state, kept);
      if (!database.equals(kept.getProperty(DATABASE))) {
        throw ExitException.usage(
            "%s keeps the place of the database %s; name another one with --state."
                .formatted(state, kept.getProperty(DATABASE)));
      }
    }
    kept.setProperty(DATABASE, database);
    return new FollowedOutput(output == null ? null : open(output, kept), state, kept);
  }

  private static void read(Path state, Properties kept) {
    try (Reader text = Files.newBufferedReader(state)) {
      kept.load(text);
    } catch (IOException | IllegalArgumentException e) {
      throw ExitException.usage("The place cannot be read: " + state);
    }
  }

  private static FileChannel open(Path output, Properties kept) throws IOException {
    FileChannel out = PrivateFile.open(output);
    long length = Long.parseLong(kept.getProperty(LENGTH, "0"));
    if (out.size() < length || out.size() > 0 && !kept.containsKey(PLACE)) {
      out.close();
      throw ExitException.usage(
          kept.containsKey(PLACE)
              ? output + " is shorter than when its place was kept; begin with a new file."
              : output + " has contents, and no place is kept for it; begin with a new file.");
    }
    return out.truncate(length).position(length);
  }

  /** Null if none is kept. */
  String place() {
    return kept.getProperty(PLACE);
  }

  /** Writes lines, and keeps the place after them. */
  void write(byte[] lines, String place) {
    try {
      if (out != null) {
        for (ByteBuffer left = ByteBuffer.wrap(lines); left.hasRemaining(); ) {
          out.write(left);
        }
        out.force(false);
        kept.setProperty(LENGTH, Long.toString(out.position()));
      } else if (lines.length > 0) {
        System.out.write(lines, 0, lines.length);
        if (System.out.checkError()) {
          throw ExitException.stopped("Nobody reads the standard output any more.");
        }
      }
      boolean isNew = !place.equals(kept.setProperty(PLACE, place));
      if (isNew && state != null) {
        keep();
      }
    } catch (IOException e) {
      throw ExitException.stopped("The changes cannot be written: " + e.getMessage());
    }
  }

  /** Replaces the file at once, so that it is whole whenever the program ends. */
  private void keep() throws IOException {
    Path whole = state.resolveSibling(state.getFileName() + ".new");
    try (FileChannel channel = PrivateFile.open(whole).truncate(0);
        Writer text = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
      kept.store(text, null);
      text.flush();
      channel.force(true);
    }
    Files.move(whole, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
