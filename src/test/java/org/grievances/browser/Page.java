package org.grievances.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.grievances.server.SentContents;
import org.openqa.selenium.Alert;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/**
 * What a browser shows, as people perceive it: by the roles and names of things. A name is a
 * regular expression for the whole of it, in any letter case. Everything is waited for.
 */
final class Page {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(30);
  private static final String SETTLED =
      """
      return document.querySelector("main h1") !== null
        && document.querySelector("main .skeleton, main [aria-busy=true]") === null;
      """;
  private static final String SIDEWAYS =
      """
      const { clientWidth, scrollWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) {
        return [];
      }
      const wide = [...document.querySelectorAll("body *")]
        .filter((node) => !node.closest(".region") && node.getBoundingClientRect().right > clientWidth);
      return [`${scrollWidth - clientWidth} pixels: `, ...wide.map((node) => node.outerHTML.slice(0, 90))];
      """;
  private static final String SET =
      """
      const [field, value] = arguments;
      field.value = value;
      ["input", "change"].forEach((type) => field.dispatchEvent(new Event(type, { bubbles: true })));
      """;
  private static final String PASTE =
      """
      const [field, text] = arguments;
      field.focus();
      field.select();
      document.execCommand("insertText", false, text);
      field.blur();
      """;
  private static final String FIND = read("find.js");
  private static final String COLUMN =
      """
      const table = document.querySelector("main table");
      const heads = [...table.tHead.rows[0].cells].map((head) => head.innerText.replace(/\\W+$/, "").trim());
      const column = heads.indexOf(arguments[0].replace(/\\W+$/, ""));
      return [...table.tBodies[0].rows].map((row) => row.cells[column].innerText.trim());
      """;

  private final ChromeDriver driver;

  Page(ChromeDriver driver) {
    this.driver = driver;
  }

  private static String read(String script) {
    try {
      return Browser.script(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something holds; what vanishes meanwhile is looked for again. */
  void until(String what, Callable<Boolean> holds) {
    until(what, holds, Boolean::booleanValue);
  }

  private <T> T until(String what, Callable<T> found, Predicate<T> fits) {
    try {
      return await(what)
          .atMost(TIMEOUT)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .ignoreExceptionsInstanceOf(WebDriverException.class)
          .until(found, fits);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(what + " was waited for in vain, on\n" + textOrNone(), e);
    }
  }

  private String textOrNone() {
    try {
      return text();
    } catch (WebDriverException e) {
      return "nothing";
    }
  }

  /** All with this role and name that can be seen. */
  List<WebElement> all(String role, String name) {
    return all(null, role, name);
  }

  @SuppressWarnings("unchecked")
  List<WebElement> all(WebElement within, String role, String name) {
    return (List<WebElement>) driver.executeScript(FIND, role, name, within);
  }

  boolean shows(String role, String name) {
    return !all(role, name).isEmpty();
  }

  WebElement find(String role, String name) {
    return find(null, role, name);
  }

  WebElement find(WebElement within, String role, String name) {
    List<WebElement> found =
        until("the " + role + " " + name, () -> all(within, role, name), all -> !all.isEmpty());
    return found.get(0);
  }

  void click(String role, String name) {
    until(
        "that one can click the " + role + " " + name,
        () -> {
          WebElement found = find(role, name);
          boolean isUsable =
              found.isEnabled() && !"true".equals(found.getDomAttribute("aria-disabled"));
          if (isUsable) {
            found.click();
          }
          return isUsable;
        });
  }

  /** Replaces what is in a field. */
  void type(String field, String text) {
    SentContents.OF_THE_RUN.add(text);
    until(
        "that one can type into " + field,
        () -> {
          find("field", field)
              .sendKeys(Keys.chord(Keys.CONTROL, "a"), text.isEmpty() ? Keys.DELETE : text);
          return true;
        });
  }

  /**
   * Sets a field for a date or a time of day, which people type in the order of their language.
   *
   * @param value such as {@code 2025-03-01} or {@code 09:30:00}
   */
  void set(String field, String value) {
    until(
        "that " + field + " can be set",
        () -> {
          driver.executeScript(SET, find("field", field), value);
          return true;
        });
  }

  /** Pastes into a field, in place of what is there, and leaves it. */
  void paste(String field, String text) {
    SentContents.OF_THE_RUN.add(text.strip());
    until(
        "that one can paste into " + field,
        () -> {
          driver.executeScript(PASTE, find("field", field), text);
          return true;
        });
  }

  /** Chooses the option with this text, in the field as it is then: it may be made anew. */
  void choose(String field, String option) {
    until(
        "that " + field + " can be " + option,
        () -> {
          List<WebElement> options = all(find("field", field), "option", option);
          options.stream().findFirst().ifPresent(WebElement::click);
          return !options.isEmpty();
        });
  }

  /** Presses a key, wherever the focus is. */
  void press(CharSequence key) {
    new Actions(driver).sendKeys(key).perform();
  }

  /** What has the focus. */
  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  String value(String field) {
    return until(
        "the value of " + field, () -> find("field", field).getDomProperty("value"), value -> true);
  }

  String text() {
    return (String) driver.executeScript("return document.body.innerText");
  }

  void awaitText(String text) {
    Pattern pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    until("the text " + text, () -> pattern.matcher(text()).find());
  }

  void awaitHeading(String heading) {
    find("heading", heading);
  }

  /** Waits until no placeholder is left. */
  void settle() {
    until("that all is there", () -> (Boolean) driver.executeScript(SETTLED));
  }

  /** Answers the question that the browser itself asks. */
  void answer(boolean yes) {
    until(
        "a question",
        () -> {
          Alert question = driver.switchTo().alert();
          if (yes) {
            question.accept();
          } else {
            question.dismiss();
          }
          return true;
        });
  }

  /** The rows that a table shows, below its head. */
  List<WebElement> rows(String table) {
    return all(find("table", table), "row", ".*");
  }

  /** What the cells below this head of the only table show. */
  @SuppressWarnings("unchecked")
  List<String> column(String head) {
    return (List<String>) driver.executeScript(COLUMN, head);
  }

  /** What is so wide that one has to scroll the page to the side. */
  @SuppressWarnings("unchecked")
  List<String> sideways() {
    return (List<String>) driver.executeScript(SIDEWAYS);
  }
}
