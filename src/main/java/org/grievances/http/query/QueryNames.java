package org.grievances.http.query;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.TreeMap;

/** Finds the query parameters that the method of an operation declares. */
final class QueryNames {
  private QueryNames() {}

  /** How many values each parameter may have, by its name. */
  static Map<String, Integer> of(Method operation) {
    Map<String, Integer> names = new TreeMap<>();
    for (Parameter parameter : operation.getParameters()) {
      add(parameter, parameter.getType(), names);
    }
    FilteredBy filtered = operation.getAnnotation(FilteredBy.class);
    if (filtered != null) {
      filters(filtered).all().forEach((name, filter) -> names.put(name, filter.maxValues()));
    }
    return Map.copyOf(names);
  }

  private static void add(AnnotatedElement declared, Class<?> type, Map<String, Integer> names) {
    QueryParam query = declared.getAnnotation(QueryParam.class);
    if (query != null) {
      names.put(query.value(), 1);
    } else if (declared.isAnnotationPresent(BeanParam.class)) {
      addFields(type, names);
    }
  }

  private static void addFields(Class<?> bean, Map<String, Integer> names) {
    for (Class<?> type = bean; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        add(field, field.getType(), names);
      }
    }
  }

  private static Filters filters(FilteredBy filtered) {
    try {
      return filtered.value().getConstructor().newInstance().get();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
