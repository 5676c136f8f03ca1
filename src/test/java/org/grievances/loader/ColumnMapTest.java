package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which column goes where. */
class ColumnMapTest {
  @TempDir private Path directory;

  @Test
  void mapsComeFromLinesAndFromCsv() throws IOException {
    Path lines =
        Files.writeString(directory.resolve("a.map"), "# ours\nMember ID = subscriber_ID\na=b=c\n");
    Path csv = Files.writeString(directory.resolve("a.csv"), "\"Member, ID\",subscriber_ID\n");

    ColumnMap map = ColumnMap.of(List.of("a=d"), lines, List.of("x"));

    assertEquals("subscriber_ID", map.member("MEMBER ID"));
    assertEquals("c", map.member("a=b"));
    assertEquals("d", map.member("a"));
    assertEquals("issue", map.member("issue"));
    assertNull(map.member("X"));
    assertEquals("subscriber_ID", ColumnMap.of(List.of(), csv, List.of()).member("Member, ID"));
  }

  @Test
  void aMappedColumnMustBeThereUnlessItsMemberIs() {
    ColumnMap map = ColumnMap.of(List.of("a=b", "c=d"), null, List.of());

    assertEquals(List.of("c"), map.missing(List.of("B", "e")));
    assertThrows(StopException.class, () -> ColumnMap.of(List.of("a"), null, List.of()));
  }
}
