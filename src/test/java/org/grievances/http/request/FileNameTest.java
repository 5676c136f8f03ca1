package org.grievances.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "attachment; filename=\"january.csv\"                      | january.csv",
        "attachment; filename=january.csv                          | january.csv",
        "attachment;FILENAME = \"january 1; 2.csv\"; size=7        | january 1; 2.csv",
        "form-data; name=\"file\"; filename=\"a \\\"b\\\".csv\"    | a \"b\".csv",
        "attachment; filename=\"C:\\temp\\january.csv\"            | january.csv",
        "attachment; filename=\"../../etc/january.csv\"            | january.csv",
        "attachment; filename*=UTF-8''g%C3%BCltig%20%E2%82%AC.csv  | gültig €.csv",
        "attachment; filename*=iso-8859-1'de'g%FCltig.csv          | gültig.csv",
        "attachment; filename=\"x.csv\"; filename*=UTF-8''y.csv    | y.csv",
        "attachment; filename*=UTF-8''y.csv; filename=\"x.csv\"    | y.csv",
        "attachment; filename=\"x.csv\"; filename*=UTF-8''%C3.csv  | x.csv",
        "attachment; filename=\"x.csv\"; filename*=UTF-8''%zz.csv  | x.csv",
        "attachment; filename=\"gÃ¼ltig.csv\"                      | gültig.csv",
        "attachment; filename=\"gültig.csv\"                       | gültig.csv",
        "attachment; filename=\"日本.csv\"                         | 日本.csv",
        "attachment; filename*=UTF-8''a%2Fb%5Cc%00%0Ad.csv         | cd.csv",
        "attachment; filename*=UTF-8''a%E2%80%AEvsc.csv            | avsc.csv",
      })
  void nameIsReadAsSendersWriteIt(String disposition, String name) {
    assertEquals(name, FileName.of(disposition));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "attachment",
        "inline; size=7",
        "attachment; filename=",
        "attachment; filename=\"\"",
        "attachment; filename=\"  \"",
        "attachment; filename=\"a/\"",
        "attachment; filename=\"never ends",
        "attachment; filename*=x.csv"
      })
  void missingNameIsNull(String disposition) {
    assertNull(FileName.of(disposition));
  }

  @Test
  void longNameIsShortened() {
    String emoji = "🏥".repeat(200);
    assertEquals(254, FileName.of("attachment; filename=\"" + emoji + "\"").length());
    assertEquals(255, FileName.of("attachment; filename=" + "a".repeat(9_000)).length());
  }
}
