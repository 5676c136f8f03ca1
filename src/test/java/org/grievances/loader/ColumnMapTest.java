package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which column goes where. */
class ColumnMapTest {
  @TempDir private Path directory;

  @Test
  void mapsComeFromLinesAndFromCsv() throws IOException {
    Path lines =
        Files.writeString(directory.resolve("a.map"), "# ours\nMember ID = subscriber_ID\na=b=c\n");
    Path csv = Files.writeString(directory.resolve("a.csv"), "\"Member, ID\",subscriber_ID\n");

    ColumnMap map = ColumnMap.of(Profile.NONE, lines, List.of("a=d"), List.of("x"));

    assertEquals("subscriber_ID", map.member("MEMBER ID"));
    assertEquals("c", map.member("a=b"));
    assertEquals("d", map.member("a"));
    assertEquals("issue", map.member("issue"));
    assertNull(map.member("X"));
    assertEquals("subscriber_ID", map(csv).member("Member, ID"));
  }

  private static ColumnMap map(Path file) {
    return ColumnMap.of(Profile.NONE, file, List.of(), List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF\"Member, ID\";subscriber_ID\r\nNr;grievance_Key\r\n",
        "sep=;\r\n\"Member, ID\";subscriber_ID\r\nNr;grievance_Key\r\n",
        "Member, ID\tsubscriber_ID\rNr\tgrievance_Key",
        "\uFEFFMember, ID=subscriber_ID\r\n\r\n# a remark\r\nNr = grievance_Key\r\n"
      })
  void mapIsReadAsPeopleWriteIt(String text) throws IOException {
    for (String name : List.of("a.map", "b.txt")) {
      ColumnMap map = map(Files.writeString(directory.resolve(name), text));

      assertEquals("subscriber_ID", map.member("Member, ID"));
      assertEquals("grievance_Key", map.member("nr"));
    }
  }

  @Test
  void optionsReplaceTheColumnsOfTheProfile() {
    Map<String, String> columns = new HashMap<>(Map.of("Nr", "grievance_Key", "a", "issue"));
    columns.put("Notes", null);
    Profile profile = new Profile(columns, null, false, null, null, null);

    ColumnMap map =
        ColumnMap.of(profile, null, List.of("Notes=resolution", "a=issue_Type"), List.of("b"));

    assertEquals("grievance_Key", map.member("Nr"));
    assertEquals("issue_Type", map.member("a"));
    assertEquals("resolution", map.member("Notes"));
    assertNull(map.member("b"));
    assertNull(ColumnMap.of(profile, null, List.of(), List.of()).member("notes"));
  }

  @Test
  void aMappedColumnMustBeThereUnlessItsMemberIs() {
    ColumnMap map = ColumnMap.of(Profile.NONE, null, List.of("a=b", "c=d"), List.of());

    assertEquals(List.of("c"), map.missing(List.of("B", "e")));
    assertThrows(
        ExitException.class, () -> ColumnMap.of(Profile.NONE, null, List.of("a"), List.of()));
  }
}
