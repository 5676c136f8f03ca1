package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of credentials as people write them. */
class CredentialsTest {
  @TempDir private Path directory;

  private Credentials read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve(".env"), bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Credentials.read(file, Map.of("GRIEVANCES_USER", "environment"));
  }

  private Credentials read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "GRIEVANCES_PASSWORD=a                | a",
        "export GRIEVANCES_PASSWORD=a         | a",
        "GRIEVANCES_PASSWORD = a              | a",
        "GRIEVANCES_PASSWORD=\"a b\"          | a b",
        "GRIEVANCES_PASSWORD='a b'            | a b",
        "GRIEVANCES_PASSWORD=a # mine         | a",
        "GRIEVANCES_PASSWORD='a' # mine       | a",
        "GRIEVANCES_PASSWORD=\"a #1\" # mine  | a #1",
        "GRIEVANCES_PASSWORD=a#1              | a#1",
        "GRIEVANCES_PASSWORD=#1               | #1",
        "GRIEVANCES_PASSWORD=a\\b\\n=c:d      | a\\b\\n=c:d",
        "GRIEVANCES_PASSWORD='a\\b\"'         | a\\b\"",
        "GRIEVANCES_PASSWORD=\"a\\\"\\\\b\\n\" | a\"\\b\\n",
        "GRIEVANCES_PASSWORD=a'b\"c           | a'b\"c",
        "GRIEVANCES_PASSWORD=\"é€\"           | é€"
      })
  void valueIsWhatAShellWouldTake(String line, String password) throws IOException {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      String text = "\uFEFF# ours" + end + end + "  " + line + "  " + end + "OTHER=x" + end;
      assertEquals(password, read(text).get(Credentials.PASSWORD), text);
    }
    byte[] utf16 = ("\uFEFF" + line + "\r\n").getBytes(StandardCharsets.UTF_16LE);
    assertEquals(password, read(utf16).get(Credentials.PASSWORD));
  }

  @Test
  void emptyValueLeavesThatOfTheEnvironment() throws IOException {
    Credentials credentials = read("GRIEVANCES_USER=\nGRIEVANCES_PASSWORD= # none\n");

    assertEquals("environment", credentials.get(Credentials.USER));
    assertNull(credentials.get(Credentials.PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "A='secret", "A=\"secret", "A=\"secret\"x", "1A=secret"})
  void lineThatSetsNothingIsRefusedWithItsNumberAlone(String line) {
    ExitException stop =
        assertThrows(ExitException.class, () -> read("# ours\r\n" + line + "\r\nB=c\r\n"));

    assertTrue(stop.getMessage().startsWith("Line 2 of"), stop.getMessage());
    assertFalse(stop.getMessage().contains("secret"), stop.getMessage());
    assertEquals(ExitCodes.USAGE, stop.exitCode());
  }

  @Test
  void byteThatIsNotUtf8IsSaidWithItsPlace() {
    byte[] bytes = "A=b\nGRIEVANCES_PASSWORD=\u00E9".getBytes(StandardCharsets.ISO_8859_1);

    ExitException stop = assertThrows(ExitException.class, () -> read(bytes));

    assertTrue(stop.getMessage().contains("not UTF-8: see line 2, column 21"), stop.getMessage());
  }
}
