package org.grievances.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Reads the keys of a setting; a key of another form is not used. */
public final class ConfiguredKeys {
  private static final Logger LOGGER = Logger.getLogger(ConfiguredKeys.class.getName());

  private ConfiguredKeys() {}

  /**
   * The keys in their order.
   *
   * @param property the name of the setting, which is logged if a key of it is not used
   * @param configured keys of the form of {@link ValueType#KEYS}, separated by commas
   */
  public static List<byte[]> read(String property, String configured) {
    List<String> texts =
        Stream.of(configured.split(",")).map(String::strip).filter(key -> !key.isEmpty()).toList();
    List<byte[]> usable =
        texts.stream()
            .filter(ValueType.KEYS::allows)
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    if (usable.size() < texts.size()) {
      LOGGER.log(
          Level.SEVERE,
          "{0}: what is not {1} is not used.",
          new Object[] {property, ValueType.KEYS.description()});
    }
    return usable;
  }
}
