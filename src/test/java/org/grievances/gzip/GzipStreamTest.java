package org.grievances.gzip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the stream with gunzip itself, over thousands of whole and damaged gzip files. */
class GzipStreamTest {
  /** Leaves what it uncompresses of each file that gunzip accepts without a word. */
  private static final String GUNZIP =
      "for f in *.gz; do gzip -dc < $f > out 2> err && ! test -s err && mv out $f.out; done; true";

  /** Of gzip before 1.0, which gunzip still reads. */
  private static final byte OLD_ID2 = (byte) 0x9e;

  private static final byte[] TEXT =
      "grievance_Key,issue\n1,late\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;
  private final List<byte[]> samples = new ArrayList<>();

  private static byte[] gzip(byte[] contents) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(contents);
    }
    return compressed.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] uncompress(byte[] sent) throws IOException {
    return uncompress(new ByteArrayInputStream(sent));
  }

  private static byte[] uncompress(InputStream sent) throws IOException {
    try (InputStream in = new GzipStream(sent)) {
      return in.readAllBytes();
    }
  }

  /** A member whose header has all optional fields that the flags name. */
  private static byte[] withHeader(int flags, byte[] member) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {31, (byte) 139, 8, (byte) flags, 1, 2, 3, 4, 2, 3});
    if ((flags & 4) != 0) {
      header.writeBytes(new byte[] {5, 0, 'a', 0, 'b', 0, 'c'});
    }
    if ((flags & 8) != 0) {
      header.writeBytes("file.csv\0".getBytes(StandardCharsets.US_ASCII));
    }
    if ((flags & 16) != 0) {
      header.writeBytes("a comment\0".getBytes(StandardCharsets.US_ASCII));
    }
    if ((flags & 2) != 0) {
      CRC32 checksum = new CRC32();
      checksum.update(header.toByteArray());
      header.write((int) checksum.getValue());
      header.write((int) checksum.getValue() >> 8);
    }
    return concat(header.toByteArray(), Arrays.copyOfRange(member, 10, member.length));
  }

  private void addCutAtEveryByte(byte[] whole) {
    for (int length = 0; length <= whole.length; length++) {
      samples.add(Arrays.copyOf(whole, length));
    }
  }

  private void addEveryBitFlipped(byte[] whole) {
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      samples.add(flipped);
    }
  }

  private void addRandomChanges(byte[] whole, int count) {
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(whole.length)] = (byte) random.nextInt();
      int from = random.nextInt(whole.length);
      int to = from + random.nextInt(whole.length - from);
      byte[] sample =
          random.nextBoolean()
              ? changed
              : concat(Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, to, whole.length));
      if (!isOfOldGzip(sample)) {
        samples.add(sample);
      }
    }
  }

  private static boolean isOfOldGzip(byte[] sample) {
    for (int i = 1; i < sample.length; i++) {
      if (sample[i - 1] == 31 && sample[i] == OLD_ID2) {
        return true;
      }
    }
    return false;
  }

  @Test
  void streamAcceptsWhatGunzipAcceptsWithoutAWord() throws Exception {
    byte[] member = gzip(TEXT);
    byte[] empty = gzip(new byte[0]);
    byte[] two = concat(member, gzip("2,\n".getBytes(StandardCharsets.UTF_8)));
    addCutAtEveryByte(two);
    addEveryBitFlipped(two);
    for (int flags = 0; flags < 256; flags++) {
      samples.add(withHeader(flags, member));
      samples.add(concat(member, withHeader(flags, member)));
    }
    addCutAtEveryByte(withHeader(0x1e, member));
    addEveryBitFlipped(withHeader(0x1e, member));
    addCutAtEveryByte(concat(member, withHeader(0x1e, empty)));
    for (int between = 0; between < 256; between++) {
      byte[] one = {(byte) between};
      samples.add(concat(member, one));
      samples.add(concat(member, one, member));
      samples.add(concat(one, member));
      samples.add(concat(empty, member, one, one));
    }
    for (int zeros : new int[] {1, 2, 511, 70_000}) {
      samples.add(concat(member, new byte[zeros]));
      samples.add(concat(member, new byte[zeros], member));
      samples.add(concat(member, new byte[zeros], new byte[] {10}));
      samples.add(concat(new byte[zeros], member));
    }
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    samples.add(concat(gzip(noise), empty, empty, gzip(new byte[1_000_000]), member));
    addRandomChanges(concat(two, empty, withHeader(0x1a, member)), 1_000);

    compareWithGunzip();
  }

  private void compareWithGunzip() throws IOException, InterruptedException {
    for (int i = 0; i < samples.size(); i++) {
      Files.write(directory.resolve(i + ".gz"), samples.get(i));
    }
    Process gunzip =
        new ProcessBuilder("sh", "-c", GUNZIP).directory(directory.toFile()).inheritIO().start();
    assertEquals(0, gunzip.waitFor());
    int accepted = 0;
    for (int i = 0; i < samples.size(); i++) {
      byte[] sample = samples.get(i);
      Path expected = directory.resolve(i + ".gz.out");
      String told = "sample " + i + ": " + Arrays.toString(Arrays.copyOf(sample, 200));
      if (Files.exists(expected)) {
        assertArrayEquals(Files.readAllBytes(expected), uncompress(sample), told);
        accepted++;
      } else {
        assertThrows(ZipException.class, () -> uncompress(sample), told);
      }
    }
    System.out.printf("%d of %d samples are gzip%n", accepted, samples.size());
    assertTrue(accepted > 100 && accepted < samples.size() / 2, accepted + " are gzip");
  }

  @Test
  void memberOfOldGzipIsRefused() throws IOException {
    byte[] member = gzip(TEXT);
    member[1] = OLD_ID2;
    assertThrows(ZipException.class, () -> uncompress(member));
  }

  @Test
  void millionEmptyMembersAreRead() throws IOException {
    byte[] empty = gzip(new byte[0]);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000_000; i++) {
      sent.writeBytes(empty);
    }
    sent.writeBytes(gzip(TEXT));
    assertArrayEquals(TEXT, uncompress(sent.toByteArray()));
  }

  /** As bytes come over a network: one by one, so that each boundary is one of a read. */
  @Test
  void membersAreReadFromPartsOfAnyLength() throws IOException {
    byte[] sent = concat(withHeader(0x1e, gzip(TEXT)), gzip(TEXT), new byte[3]);
    InputStream slow =
        new ByteArrayInputStream(sent) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1));
          }
        };
    assertArrayEquals(concat(TEXT, TEXT), uncompress(slow));
  }

  @Test
  void errorSaysWhatIsWrongAndWhere() throws IOException {
    byte[] member = gzip(TEXT);
    ZipException damaged =
        assertThrows(ZipException.class, () -> uncompress(concat(member, new byte[] {'\n', 31})));
    assertEquals(
        "The gzip data is damaged at or before byte %d: what is there is not the header of a gzip member."
            .formatted(member.length + 1),
        damaged.getMessage());
    ZipException cut =
        assertThrows(
            ZipException.class, () -> uncompress(concat(member, Arrays.copyOf(member, 7))));
    assertEquals(
        "The gzip data is not complete: it ends after byte %d.".formatted(member.length + 7),
        cut.getMessage());
  }
}
