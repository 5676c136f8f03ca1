package org.grievances.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The variables and data sources of a server, in the order in which the server reads them. */
final class ServerConfiguration {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String DEFAULT_KEY_STORE = "defaultKeyStore";

  /** With it the server makes the default one, if nobody has. */
  private static final String KEYSTORE_PASSWORD = "keystore_password";

  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final List<DataSourceElement> dataSources = new ArrayList<>();
  private final List<KeyStoreElement> keyStores = new ArrayList<>();
  private final Map<String, String> environment;
  private String servedKeyStore = DEFAULT_KEY_STORE;

  /**
   * A variable where it counts.
   *
   * @param isDefault whether the environment counts more
   */
  record Variable(Place place, String value, boolean isDefault) {}

  /**
   * @param environment the variables of the process, which count where no file sets one
   */
  ServerConfiguration(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Sets a variable, whose last value counts. */
  void set(String name, String value, Place place) {
    variables.put(name, new Variable(place, value, false));
  }

  /** Sets a variable that nothing else has set yet. */
  void setDefault(String name, String value, Place place) {
    variables.putIfAbsent(name, new Variable(place, value, true));
  }

  void add(DataSourceElement dataSource) {
    dataSources.add(dataSource);
  }

  void add(KeyStoreElement keyStore) {
    keyStores.add(keyStore);
  }

  List<KeyStoreElement> keyStores() {
    return keyStores;
  }

  /** Names the key store with the certificate that callers are shown. */
  void serve(String keyStore) {
    servedKeyStore = keyStore;
  }

  String servedKeyStore() {
    return servedKeyStore;
  }

  /** Whether the server has that key store, or makes it: a password is all that it needs. */
  boolean hasServedKeyStore() {
    return servedKeyStore.equals(DEFAULT_KEY_STORE) && value(KEYSTORE_PASSWORD).isPresent()
        || keyStores.stream()
            .filter(keyStore -> keyStore.id().equals(servedKeyStore))
            .anyMatch(keyStore -> !keyStore.password().isEmpty());
  }

  /** Where a variable is set; the server's own file if it is set by none. */
  Place place(String name) {
    Variable variable = variables.get(name);
    return variable == null ? new Place(Path.of("server.xml"), 1) : variable.place();
  }

  /** The value of a variable, also from the environment, by the names that the server tries. */
  Optional<String> value(String name) {
    Optional<Variable> variable = Optional.ofNullable(variables.get(name));
    return variable
        .filter(set -> !set.isDefault())
        .map(Variable::value)
        .or(() -> ofEnvironment(name))
        .or(() -> variable.map(Variable::value));
  }

  /**
   * From the environment of this process, or from the file in which the server keeps some of it.
   */
  private Optional<String> ofEnvironment(String name) {
    String word = name.replaceAll("\\W", "_");
    List<String> names =
        List.of(name.replaceFirst("^env\\.", ""), word, word.toUpperCase(Locale.ROOT));
    return Stream.concat(
            names.stream().map(environment::get),
            names.stream()
                .filter(each -> !each.equals(name))
                .map(variables::get)
                .map(variable -> variable == null ? null : variable.value()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  Map<String, Variable> variables() {
    return variables;
  }

  /** All data sources, with the values of variables in place of the references to them. */
  List<DataSourceElement> dataSources() {
    return dataSources.stream().map(this::resolved).toList();
  }

  private DataSourceElement resolved(DataSourceElement dataSource) {
    Map<String, String> properties = new LinkedHashMap<>(dataSource.properties());
    properties.replaceAll((name, value) -> resolve(value));
    return new DataSourceElement(
        dataSource.place(), resolve(dataSource.jndiName()), properties, dataSource.isPostgreSql());
  }

  /** A variable that is not known here stays as it is written. */
  String resolve(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            reference ->
                Matcher.quoteReplacement(value(reference.group(1)).orElseGet(reference::group)));
  }

  /** Whether a value refers to a variable that only the running server knows. */
  static boolean isUnresolved(String value) {
    return REFERENCE.matcher(value).find();
  }
}
