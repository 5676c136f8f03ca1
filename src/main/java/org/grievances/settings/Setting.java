package org.grievances.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting of the operator's.
 *
 * @param name of its property; CLIENT, NAME and RULE stand for the name of a client, a database and
 *     a rule
 * @param values the values that it can have
 */
public record Setting(String name, ValueType values) {
  private static final Pattern PLACEHOLDER = Pattern.compile("CLIENT|NAME|RULE");
  private static final Pattern VARIABLE = Pattern.compile("GRIEVANCES?_|grievances?_");
  private static final Pattern NOT_IN_VARIABLES = Pattern.compile("[^A-Za-z0-9]");

  /** The scope of a setting, which cannot be used with an invalid value. */
  public enum Scope {
    SERVER,
    CLIENT,
    DATABASE
  }

  public Scope scope() {
    if (name.contains("NAME")) {
      return Scope.DATABASE;
    }
    return name.contains("CLIENT") ? Scope.CLIENT : Scope.SERVER;
  }

  boolean isOfOneDatabase() {
    return scope() == Scope.DATABASE;
  }

  /** Whether it is a part of the rules of deadlines of one database. */
  boolean isOfRulesOfOneDatabase() {
    return isOfOneDatabase() && name.contains(".deadlines.");
  }

  /** Whether a value of its own makes a database unusable if it is invalid. */
  boolean isOfEachDatabase() {
    return isOfOneDatabase() && !name.contains("RULE") || name.equals(Settings.ZONE);
  }

  /** Its property for a client or database. */
  public String propertyOf(String owner) {
    return PLACEHOLDER.matcher(name).replaceFirst(Matcher.quoteReplacement(owner));
  }

  /**
   * The client, database or rule of a property or environment variable of this setting; an empty
   * text for the server, and empty for another setting.
   */
  Optional<String> owner(String configured) {
    boolean isVariable = isVariable(configured);
    Matcher matcher = pattern(isVariable).matcher(isVariable ? variableOf(configured) : configured);
    return matcher.matches()
        ? Optional.of(matcher.groupCount() == 0 ? "" : matcher.group(1))
        : Optional.empty();
  }

  private Pattern pattern(boolean variable) {
    StringBuilder regex = new StringBuilder();
    int end = 0;
    Matcher placeholders = PLACEHOLDER.matcher(name);
    while (placeholders.find()) {
      regex.append(literal(name.substring(end, placeholders.start()), variable)).append("(.+)");
      end = placeholders.end();
    }
    return Pattern.compile(regex.append(literal(name.substring(end), variable)).toString());
  }

  private static String literal(String part, boolean variable) {
    return Pattern.quote(variable ? variableOf(part) : part);
  }

  /** Replaces the placeholders by the names in a configured property. */
  String resembling(String configured) {
    boolean variable = isVariable(configured);
    String[] words = (variable ? variableOf(name) : name).split("[._]");
    String[] theirs = configured.split("[._]");
    for (int word = 0; word < Math.min(words.length, theirs.length); word++) {
      if (PLACEHOLDER.matcher(words[word]).matches()) {
        words[word] = theirs[word];
      }
    }
    return String.join(variable ? "_" : ".", words);
  }

  /** Whether this is the name of an environment variable; lower case counts as well. */
  static boolean isVariable(String configured) {
    return VARIABLE.matcher(configured).lookingAt();
  }

  /** The environment variable for a property, by the rule of MicroProfile Config. */
  static String variableOf(String property) {
    return NOT_IN_VARIABLES.matcher(property).replaceAll("_").toUpperCase(Locale.ROOT);
  }
}
