package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page on which files are loaded into the database {@code beta}. */
record LoadPage(Console console, Path directory) {

  /** Signs in and opens it. */
  static LoadPage open(Console console, Path directory) {
    console.signIn("writer", "/beta/load");
    return new LoadPage(console, directory);
  }

  Page page() {
    return console.page();
  }

  void choose(String name, String content) throws IOException {
    choose(name, content.getBytes(StandardCharsets.UTF_8));
  }

  void choose(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    page().find("field", "Choose a file.*").sendKeys(file.toAbsolutePath().toString());
  }

  /** Loads the chosen file, and waits until its job has ended. */
  void load() {
    page().click("button", "Load the file");
    page().until("the job's page", () -> console.place().startsWith("/beta/jobs/"));
    page().awaitText("Completed");
  }

  /** The stored record, as JSON. */
  String record(int key) {
    return console.server().send("GET", "beta", "grievances/" + key, "").body();
  }

  void assertHas(int key, String member, String value) {
    String record = record(key);
    assertTrue(record.contains("\"" + member + "\":\"" + value), record);
  }
}
