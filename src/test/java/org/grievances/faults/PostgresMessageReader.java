package org.grievances.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the messages that a client sends to PostgreSQL (protocol version 3, without TLS) and
 * detects those that request a commit.
 */
final class PostgresMessageReader {
  /** Startup messages with a code from this one on are cancel, SSL or GSS requests. */
  private static final int FIRST_SPECIAL_REQUEST_CODE = 80877102;

  private static final int LENGTH_FIELD_BYTES = 4;

  private final Set<String> commitStatementNames = new HashSet<>();
  private boolean startupDone;
  private boolean requestsCommit;
  private boolean endsPipeline;

  /** Reads the next message completely. */
  byte[] readMessage(DataInputStream in) throws IOException {
    return startupDone ? readTypedMessage(in) : readStartupMessage(in);
  }

  /** Whether the last message is a query, Parse or Bind message for {@code COMMIT}. */
  boolean requestsCommit() {
    return requestsCommit;
  }

  /** Whether the last message makes the server respond: Sync or a simple query. */
  boolean endsPipeline() {
    return endsPipeline;
  }

  private byte[] readStartupMessage(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] message = new byte[length];
    ByteBuffer.wrap(message).putInt(length);
    in.readFully(message, LENGTH_FIELD_BYTES, length - LENGTH_FIELD_BYTES);
    startupDone = ByteBuffer.wrap(message).getInt(LENGTH_FIELD_BYTES) < FIRST_SPECIAL_REQUEST_CODE;
    return message;
  }

  private byte[] readTypedMessage(DataInputStream in) throws IOException {
    byte type = in.readByte();
    int length = in.readInt();
    byte[] message = new byte[1 + length];
    ByteBuffer.wrap(message).put(type).putInt(length);
    in.readFully(message, 1 + LENGTH_FIELD_BYTES, length - LENGTH_FIELD_BYTES);
    requestsCommit = requestsCommit(type, message);
    endsPipeline = type == 'S' || type == 'Q';
    return message;
  }

  private boolean requestsCommit(byte type, byte[] message) {
    ByteBuffer content = ByteBuffer.wrap(message).position(1 + LENGTH_FIELD_BYTES);
    switch (type) {
      case 'Q' -> {
        return isCommitStatement(readString(content));
      }
      case 'P' -> {
        String name = readString(content);
        boolean commit = isCommitStatement(readString(content));
        if (commit) {
          commitStatementNames.add(name);
        } else {
          commitStatementNames.remove(name);
        }
        return commit;
      }
      case 'B' -> {
        readString(content);
        return commitStatementNames.contains(readString(content));
      }
      default -> {
        return false;
      }
    }
  }

  private static boolean isCommitStatement(String statement) {
    return statement.equalsIgnoreCase("COMMIT");
  }

  private static String readString(ByteBuffer content) {
    int begin = content.position();
    while (content.get() != 0) {
      // Strings end with a zero byte.
    }
    int length = content.position() - begin - 1;
    return new String(content.array(), begin, length, StandardCharsets.UTF_8);
  }
}
