package org.grievances.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables and data sources of a server, in the order in which the server reads them. */
final class ServerConfiguration {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final List<DataSourceElement> dataSources = new ArrayList<>();

  /** A variable where it counts. */
  record Variable(Place place, String value) {}

  /** Sets a variable, whose last value counts. */
  void set(String name, String value, Place place) {
    variables.put(name, new Variable(place, value));
  }

  void add(DataSourceElement dataSource) {
    dataSources.add(dataSource);
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
            reference -> {
              Variable variable = variables.get(reference.group(1));
              return Matcher.quoteReplacement(
                  variable == null ? reference.group() : variable.value());
            });
  }

  /** Whether a value refers to a variable that only the running server knows. */
  static boolean isUnresolved(String value) {
    return REFERENCE.matcher(value).find();
  }
}
