package org.grievances.loader;

import java.nio.charset.Charset;
import org.grievances.csv.Charsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a charset in an option. */
final class CharsetConverter implements ITypeConverter<Charset> {
  @Override
  public Charset convert(String name) {
    try {
      return Charsets.of(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "the charset %s is not known; others are windows-1252, macintosh or UTF-16"
              .formatted(name));
    }
  }
}
