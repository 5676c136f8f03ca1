package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of outcomes are parsed, and written as they were but for the line. */
class ReasonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Line 4: issue_Date: required; and 2 more | 4 | Line 9: issue_Date: required; and 2 more",
        "Line 5 has 2 fields, but the header row has 3 | 5 | Line 9 has 2 fields, but the header row has 3",
        "issue: has the text Line 7: no | 0 | issue: has the text Line 7: no",
        "Line 7, no more | 0 | Line 7, no more",
      })
  void lineOfTheRequestIsReplacedByThatOfTheFile(String said, long line, String inFile) {
    Reason reason = Reason.parse(said);
    assertEquals(line, reason.line());
    assertEquals(said, reason.toString());
    assertEquals(inFile, reason.at(9).toString());
  }

  @Test
  void errorsAreCountedByTheirKinds() {
    Reason reason =
        Reason.parse("Line 4: member_Seq: 8 characters, at most 2; issue: required; and 2 more");
    assertEquals(
        List.of(
            "member_Seq: more than 2 characters",
            "issue: required",
            "further errors of the same rows"),
        reason.kinds().toList());
    assertEquals(
        List.of("the row has more or fewer fields than the header row"),
        Reason.ofRow(5, "has 2 fields, but the header row has 3").kinds().toList());
  }
}
