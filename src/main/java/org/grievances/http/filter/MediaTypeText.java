package org.grievances.http.filter;

/**
 * The value of a header of media types, copied without optional white space and empty elements (RFC
 * 9110, sections 5.6.1 and 5.6.6). It takes one pass, whatever a caller sends.
 */
final class MediaTypeText {
  private final boolean isList;
  private final StringBuilder clean = new StringBuilder();
  private final StringBuilder blanks = new StringBuilder();
  private boolean isQuoted;
  private boolean isEscaped;

  private MediaTypeText(boolean isList) {
    this.isList = isList;
  }

  /**
   * The normalized value.
   *
   * @param isList whether it has any number of media types, as {@code Accept} does
   */
  static String clean(String value, boolean isList) {
    MediaTypeText text = new MediaTypeText(isList);
    value.chars().forEach(c -> text.add((char) c));
    if (isList && text.isAfter(',')) {
      text.clean.setLength(text.clean.length() - 1);
    }
    return text.clean.toString();
  }

  private void add(char c) {
    if (isQuoted) {
      addQuoted(c);
    } else if (HeaderValuesFilter.isBlank(c)) {
      blanks.append(c);
    } else if (c == ',' || c == ';') {
      addSeparator(c);
    } else {
      addText(c);
    }
  }

  private void addQuoted(char c) {
    clean.append(c);
    isQuoted = isEscaped || c != '"';
    isEscaped = !isEscaped && c == '\\';
  }

  private void addSeparator(char c) {
    blanks.setLength(0);
    boolean isEmptyElement = isList && c == ',' && (clean.length() == 0 || isAfter(','));
    if (!isEmptyElement) {
      clean.append(c);
    }
  }

  private void addText(char c) {
    if (clean.length() > 0 && !isAfter(',') && !isAfter(';')) {
      clean.append(blanks);
    }
    blanks.setLength(0);
    clean.append(c);
    isQuoted = c == '"';
  }

  private boolean isAfter(char c) {
    return clean.length() > 0 && clean.charAt(clean.length() - 1) == c;
  }
}
