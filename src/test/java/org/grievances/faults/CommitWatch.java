package org.grievances.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes what a client sends to PostgreSQL apart into messages (PostgreSQL's protocol 3, without
 * TLS), and knows which of them asks to commit.
 */
final class CommitWatch {
  private static final int FIRST_REQUEST_WITHOUT_LOGIN = 80877102;
  private static final int LENGTH_OF_LENGTH = 4;

  private final Set<String> namesOfCommit = new HashSet<>();
  private boolean started;
  private boolean commits;
  private boolean synced;

  /** The next message, whole. */
  byte[] next(DataInputStream in) throws IOException {
    return started ? typed(in) : untyped(in);
  }

  /** Whether the last message asks for a commit, or prepares to. */
  boolean commits() {
    return commits;
  }

  /** Whether the last message is one that is answered at once. */
  boolean synced() {
    return synced;
  }

  private byte[] untyped(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] message = new byte[length];
    ByteBuffer.wrap(message).putInt(length);
    in.readFully(message, LENGTH_OF_LENGTH, length - LENGTH_OF_LENGTH);
    started = ByteBuffer.wrap(message).getInt(LENGTH_OF_LENGTH) < FIRST_REQUEST_WITHOUT_LOGIN;
    return message;
  }

  private byte[] typed(DataInputStream in) throws IOException {
    byte type = in.readByte();
    int length = in.readInt();
    byte[] message = new byte[1 + length];
    ByteBuffer.wrap(message).put(type).putInt(length);
    in.readFully(message, 1 + LENGTH_OF_LENGTH, length - LENGTH_OF_LENGTH);
    commits = asksToCommit(type, message);
    synced = type == 'S' || type == 'Q';
    return message;
  }

  private boolean asksToCommit(byte type, byte[] message) {
    ByteBuffer content = ByteBuffer.wrap(message).position(1 + LENGTH_OF_LENGTH);
    switch (type) {
      case 'Q' -> {
        return isCommit(text(content));
      }
      case 'P' -> {
        String name = text(content);
        boolean commit = isCommit(text(content));
        if (commit) {
          namesOfCommit.add(name);
        } else {
          namesOfCommit.remove(name);
        }
        return commit;
      }
      case 'B' -> {
        text(content);
        return namesOfCommit.contains(text(content));
      }
      default -> {
        return false;
      }
    }
  }

  private static boolean isCommit(String statement) {
    return statement.equalsIgnoreCase("COMMIT");
  }

  private static String text(ByteBuffer content) {
    int begin = content.position();
    while (content.get() != 0) {
      // The text ends with a zero.
    }
    int length = content.position() - begin - 1;
    return new String(content.array(), begin, length, StandardCharsets.UTF_8);
  }
}
