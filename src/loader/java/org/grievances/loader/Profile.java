package org.grievances.loader;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.grievances.csv.Charsets;

/**
 * The profile for the files of a sender, stored as JSON. Each part is optional.
 *
 * @param columns the member of a column; null for a column to ignore
 * @param dates how date-times are written; null for ISO 8601
 * @param trim whether white space around values is dropped
 * @param codes for a member, the value to send for a value of the file; null for none
 * @param delimiter of CSV; null for the one that the header row shows
 * @param charset null for UTF-8
 */
record Profile(
    Map<String, String> columns,
    Dates dates,
    boolean trim,
    Map<String, Map<String, String>> codes,
    String delimiter,
    String charset) {
  static final Profile NONE = new Profile(null, null, false, null, null, null);

  private static final ObjectMapper JSON = mapper();

  Profile {
    columns = Objects.requireNonNullElse(columns, Map.of());
    codes = Objects.requireNonNullElse(codes, Map.of());
  }

  /**
   * @param formats patterns such as {@code MM/dd/yyyy}
   * @param zone of date-times without an offset; null for the zone of the database
   */
  record Dates(List<String> formats, String zone) {
    Dates {
      formats = Objects.requireNonNullElse(formats, List.of());
    }
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }

  /**
   * @param file null for none
   * @throws ExitException if it is not a profile; the message says where
   */
  static Profile read(Path file) {
    if (file == null) {
      return NONE;
    }
    try {
      Profile profile = JSON.readValue(FileText.read(file, "The profile"), Profile.class);
      if (profile == null) {
        throw malformed(file, "it is not a JSON object.");
      }
      return profile;
    } catch (UnrecognizedPropertyException e) {
      throw malformed(
          file,
          "it cannot have %s. What it can have here: %s."
              .formatted(
                  name(e.getPath()),
                  String.join(
                      ", ", e.getKnownPropertyIds().stream().map(Object::toString).toList())));
    } catch (JsonMappingException e) {
      String name = name(e.getPath());
      throw malformed(
          file, name.isEmpty() ? "it is not a JSON object." : name + " has no value of its type.");
    } catch (JsonProcessingException e) {
      throw malformed(
          file,
          "it is not JSON, or names something twice: see line %d, column %d."
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }

  private static ExitException malformed(Path file, String why) {
    return ExitException.usage("The profile %s cannot be used: %s".formatted(file, why));
  }

  private static String name(List<Reference> path) {
    StringBuilder name = new StringBuilder();
    for (Reference step : path) {
      if (step.getFieldName() == null) {
        name.append('[').append(step.getIndex()).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return name.toString();
  }

  /** The charset that it names; null for none. */
  Charset namedCharset() {
    try {
      return charset == null ? null : Charsets.of(charset);
    } catch (IllegalArgumentException e) {
      throw ExitException.usage("The profile names a charset that is not known: " + charset);
    }
  }
}
