package org.grievances.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the manual lists the codes of errors. */
class ErrorCodeTest {
  private static final Path MANUAL = Path.of("src/site/markdown/api.md");
  private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

  @Test
  void manualListsEveryCodeAndNoOther() throws IOException {
    String table = Files.readString(MANUAL).split("\\| code \\| meaning \\|\n")[1].split("\n\n")[0];
    Set<String> listed =
        table
            .lines()
            .skip(1)
            .map(row -> row.split("\\|")[1])
            .flatMap(codes -> CODE.matcher(codes).results())
            .map(MatchResult::group)
            .map(code -> code.replace("`", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known =
        Stream.of(ErrorCode.values())
            .map(ErrorCode::label)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(known, listed);
  }

  @Test
  void codeIsFoundByItsLabel() {
    for (ErrorCode code : ErrorCode.values()) {
      assertEquals(code, ErrorCode.labelled(code.label()));
    }
  }
}
