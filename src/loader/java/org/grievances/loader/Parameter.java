package org.grievances.loader;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A query parameter of the service; a name may have several values. */
record Parameter(String name, String value) {

  /** Reads {@code NAME=VALUE} of the command line. */
  static final class Converter implements ITypeConverter<Parameter> {

    @Override
    public Parameter convert(String text) {
      int end = text.indexOf('=');
      if (end < 1) {
        throw new TypeConversionException("'" + text + "' is not NAME=VALUE");
      }
      return new Parameter(text.substring(0, end), text.substring(end + 1));
    }
  }

  String encoded() {
    return encoded(name) + "=" + encoded(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
