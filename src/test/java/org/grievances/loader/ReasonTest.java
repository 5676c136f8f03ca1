package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.grievances.loader.client.MultiStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors of outcomes are written as the service does, but for the line. */
class ReasonTest {

  private static Reason reason(String errors) throws JsonProcessingException {
    String item = "{\"id\":[],\"status\":400,\"body\":\"the text\",\"errors\":" + errors + "}";
    return Reason.of(JsonText.MAPPER.readValue(item, MultiStatus.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'member':'issue_Date','code':'required','message':'required','line':4} | Line 4: issue_Date: required | Line 9: issue_Date: required",
        "{'member':null,'code':'field-count','message':'has 2 fields','line':5}  | Line 5 has 2 fields          | Line 9 has 2 fields",
        "{'member':'issue','code':'x','message':'Line 7: no'}                    | issue: Line 7: no            | issue: Line 7: no",
        "                                                                        | the text                     | the text"
      })
  void lineOfTheRequestIsReplacedByThatOfTheFile(String error, String said, String inFile)
      throws JsonProcessingException {
    Reason reason = reason(error == null ? "null" : "[" + error.replace('\'', '"') + "]");
    assertEquals(said, reason.toString());
    assertEquals(inFile, reason.at(9).toString());
  }

  @Test
  void errorsAreCountedByTheirKinds() throws JsonProcessingException {
    Reason reason =
        reason(
            """
            [{"member":"member_Seq","code":"too-long","message":"8 characters, at most 2","length":8,"limit":2},
             {"member":"issue","code":"required","message":"required"},
             {"member":null,"code":"field-count","message":"has 2 fields, but the header row has 3"}]
            """);
    assertEquals(
        List.of(
            "member_Seq: more than 2 characters",
            "issue: required",
            "the row has more or fewer fields than the header row"),
        reason.kinds().toList());
  }
}
