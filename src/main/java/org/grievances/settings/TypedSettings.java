package org.grievances.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Settings that are records: the name of each setting is that of its component, in lower case with
 * hyphens, and its values are those of the component's type. The defaults are in {@code
 * microprofile-config.properties}.
 */
public final class TypedSettings {
  /** All records of settings. */
  public static final List<Class<? extends Record>> RECORDS =
      List.of(
          BatchSettings.class,
          JobSettings.class,
          WebhookSettings.class,
          ReadSettings.class,
          StatisticsSettings.class,
          ExportSettings.class,
          SessionSettings.class,
          UserSettings.class,
          RateLimitSettings.class,
          ConsoleSettings.class,
          OpenIdConnectSettings.class,
          DeadlineSettings.class,
          ReportSettings.class,
          BackupSettings.class,
          AttachmentSettings.class,
          HealthSettings.class,
          AccessLogSettings.class);

  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  /** The same texts as MicroProfile Config. */
  private static final Set<String> TRUE = Set.of("true", "1", "yes", "y", "on");

  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.of(
          int.class, Integer::valueOf,
          long.class, Long::valueOf,
          boolean.class, TypedSettings::isTrue,
          Duration.class, Duration::parse,
          Path.class, Path::of,
          URI.class, URI::create,
          List.class, TypedSettings::names,
          String.class, text -> text);

  private TypedSettings() {}

  /** The settings of a record. */
  static Stream<Setting> of(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents())
        .map(component -> new Setting(name(type, component), values(component)));
  }

  private static String name(Class<? extends Record> type, RecordComponent component) {
    String hyphened =
        CAPITAL
            .matcher(component.getName())
            .replaceAll(capital -> "-" + capital.group().toLowerCase(Locale.ROOT));
    return type.getAnnotation(Prefix.class).value() + "." + hyphened;
  }

  static boolean isTrue(String text) {
    return TRUE.contains(text.toLowerCase(Locale.ROOT));
  }

  private static List<String> names(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  /** The type of a component, or of what it holds if it may be empty. */
  private static Class<?> type(RecordComponent component) {
    return component.getType() == Optional.class
        ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
        : component.getType();
  }

  private static ValueType values(RecordComponent component) {
    Class<?> type = type(component);
    Minimum minimum = component.getAnnotation(Minimum.class);
    long min = minimum == null ? 1 : minimum.value();
    if (type == int.class) {
      return ValueType.integer(min, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return ValueType.integer(min, Long.MAX_VALUE);
    }
    if (type == boolean.class) {
      return ValueType.BOOLEAN;
    }
    if (type == Duration.class) {
      return ValueType.DURATION;
    }
    if (type == Path.class) {
      return ValueType.PATH;
    }
    if (type == URI.class) {
      return ValueType.HTTPS_URI;
    }
    return type == List.class ? ValueType.NAMES : ValueType.TEXT;
  }

  /**
   * Reads the settings of a record.
   *
   * @param configuration the configured or default value of a property
   * @throws IllegalArgumentException if one is missing or cannot be used
   */
  public static <R extends Record> R read(
      Class<R> type, Function<String, Optional<String>> configuration) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = Stream.of(components).map(each -> value(type, each, configuration)).toArray();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException(type + " cannot be read", e);
    }
  }

  private static Object value(
      Class<? extends Record> type,
      RecordComponent component,
      Function<String, Optional<String>> configuration) {
    String name = name(type, component);
    Optional<String> configured = configuration.apply(name).map(String::strip);
    if (component.getType() == Optional.class) {
      return configured.filter(text -> !text.isEmpty()).map(text -> parse(name, component, text));
    }
    String text = configured.orElseThrow(() -> new IllegalArgumentException(name + " is not set"));
    return parse(name, component, text);
  }

  private static Object parse(String name, RecordComponent component, String text) {
    ValueType values = values(component);
    if (!values.allows(text)) {
      throw new IllegalArgumentException(name + " " + values.error(text));
    }
    return PARSERS.get(type(component)).apply(text);
  }
}
