package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.csv.CsvRow;
import org.grievances.csv.CsvRowHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CSV as spreadsheets and old programs write it: what the console shows is what the service stores.
 */
@ExtendWith({NeedsChromium.class, Console.Resolver.class})
class ConsoleCsvIT {
  @TempDir private Path directory;

  /**
   * Excel's line of the separator, empty first rows, old line ends, a mark at the end of the file.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sep=;\r\ngrievance_Key;issue\r\n8901;\"Case; one\"\r\n",
        "\uFEFF\"sep=;\"\ngrievance_Key;issue\n8901;Case",
        "\r\n;;\r\ngrievance_Key;issue;\r\n8901;Case;\r\n;;\r\n\u001a",
        "\r\nsep=;\r\ngrievance_Key;issue\r\n8901;Case\u001a\u001a",
        " \r\n\"\",\"\"\r\ngrievance_Key,issue\r\n8901,Case",
        "grievance_Key|issue\r\n8901|Case\r\n",
        "grievance_Key;issue\r8901;Case\r",
        "grievance_Key\tissue\r8901\tCase\r\r",
        "\"Notes; \nand, more\",grievance_Key,issue\nx,8901,Case\n",
        "\u200bgrievance_Key\u00a0,issue\n007.0,x\n08901,Case\n8902.0,y\n"
      })
  void fileOfASpreadsheetIsReadAndLoaded(String text, Console console) throws IOException {
    console.server().send("DELETE", "beta", "grievances-batch", "[{\"grievance_Key\":8901}]");
    LoadPage load = LoadPage.open(console, directory);
    load.choose("sheet.csv", text);
    load.page().awaitText("\\d rows?: ");
    assertEquals(
        "grievance_Key", load.page().value("Field for the column (.U\\+200B.)?grievance_Key.*"));
    load.load();
    load.assertHas(8901, "issue", "Case");
  }

  @Test
  void columnsWithoutANameAreNamedByTheirPosition(Console console) throws IOException {
    LoadPage load = LoadPage.open(console, directory);
    load.choose("nameless.csv", "grievance_Key,,issue,\n8911,a,b,c\n");
    load.page().find("field", "Field for the column column 2");
    load.page().choose("Field for the column column 4", "resolution");
    load.page().awaitText("1 row: 1 new");
    load.load();
    load.assertHas(8911, "resolution", "c");
  }

  @Test
  void rowsAndLinesAreThoseOfTheService(Console console) {
    Random random = new Random(10);
    String characters = "a;,\t\"\"\r\n\n \u00A0x";
    List<String> texts =
        Stream.generate(
                () ->
                    random
                        .ints(random.nextInt(14), 0, characters.length())
                        .mapToObj(index -> characters.substring(index, index + 1))
                        .collect(Collectors.joining()))
            .limit(10_000)
            .toList();
    console.signIn("writer", "/beta/load");

    Object read =
        console
            .browser()
            .driver()
            .executeAsyncScript(
                """
                const [texts, done] = arguments;
                import("/console/load/csv-text.js").then(({ CsvReader }) => {
                  const parts = (text) => [text.slice(0, text.length / 2), text.slice(text.length / 2)];
                  const rows = (text) => {
                    const reader = new CsvReader(";");
                    const [first, last] = parts(text);
                    try {
                      return [...reader.rows(first, false), ...reader.rows(last, true)]
                        .map(({ fields, line }) => `${line} ${JSON.stringify(fields)}`).join(" ");
                    } catch {
                      return "not CSV";
                    }
                  };
                  done(texts.map(rows));
                });
                """,
                texts);

    List<?> all = (List<?>) read;
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(rows(texts.get(i)), all.get(i), json(List.of(texts.get(i))));
    }
  }

  private static String rows(String text) {
    try (CsvReader<CsvRow> reader =
        CsvReader.builder()
            .fieldSeparator(';')
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .build(new CsvRowHandler(false), text)) {
      return reader.stream()
          .map(row -> row.line() + " " + json(row.fields()))
          .collect(Collectors.joining(" "));
    } catch (CsvParseException e) {
      return "not CSV";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(List<String> fields) {
    return fields.stream()
        .map(
            field ->
                '"'
                    + Objects.requireNonNullElse(field, "")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                    + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
