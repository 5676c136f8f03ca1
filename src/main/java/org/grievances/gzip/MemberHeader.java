package org.grievances.gzip;

import java.io.IOException;

/** The header of a gzip member (RFC 1952, section 2.3), which is checked and not kept. */
final class MemberHeader {
  private static final int ID1 = 0x1f;
  private static final int ID2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int TIME_EXTRA_FLAGS_AND_SYSTEM = 6;

  private static final int HAS_CHECKSUM = 1 << 1;
  private static final int HAS_EXTRA_FIELD = 1 << 2;
  private static final int HAS_NAME = 1 << 3;
  private static final int HAS_COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  private MemberHeader() {}

  static void skip(GzipBytes bytes) throws IOException {
    bytes.beginHeader();
    if (bytes.next() != ID1 || bytes.next() != ID2) {
      throw bytes.damaged("what is there is not the header of a gzip member");
    }
    if (bytes.next() != DEFLATE) {
      throw bytes.damaged("the compression method is unknown");
    }
    int flags = bytes.next();
    if ((flags & RESERVED) != 0) {
      throw bytes.damaged("the header has reserved flags");
    }
    bytes.skip(TIME_EXTRA_FLAGS_AND_SYSTEM);
    if ((flags & HAS_EXTRA_FIELD) != 0) {
      bytes.skip(bytes.nextShort());
    }
    if ((flags & HAS_NAME) != 0) {
      bytes.skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      bytes.skipText();
    }
    if ((flags & HAS_CHECKSUM) != 0) {
      int checksum = bytes.headerChecksum();
      if (bytes.nextShort() != checksum) {
        throw bytes.damaged("the checksum of the header is wrong");
      }
    }
  }
}
