package org.grievances.settings;

/**
 * Something that is wrong with a configuration.
 *
 * @param setting the name of the property or variable, as it is configured
 * @param scope what the setting is for
 * @param text what is wrong, and what to do; never holds a secret
 */
public record Finding(Severity severity, String setting, Setting.Scope scope, String text) {

  /** The severity of a finding. */
  public enum Severity {
    /** The value is probably not intended. */
    WARNING,
    /** The scope of the setting cannot be used. */
    ERROR
  }

  static Finding warning(String setting, Setting.Scope scope, String text) {
    return new Finding(Severity.WARNING, setting, scope, text);
  }

  static Finding error(String setting, Setting.Scope scope, String text) {
    return new Finding(Severity.ERROR, setting, scope, text);
  }

  /** Whether the server cannot start with it. */
  public boolean preventsStart() {
    return severity == Severity.ERROR && scope == Setting.Scope.SERVER;
  }

  @Override
  public String toString() {
    return setting + " " + text;
  }
}
