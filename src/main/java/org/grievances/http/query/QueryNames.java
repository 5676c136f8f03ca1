package org.grievances.http.query;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.TreeSet;

/** Finds the names of the query parameters that the method of an operation declares. */
final class QueryNames {
  private QueryNames() {}

  static Set<String> of(Method operation) {
    Set<String> names = new TreeSet<>();
    for (Parameter parameter : operation.getParameters()) {
      add(parameter, parameter.getType(), names);
    }
    FilteredBy filtered = operation.getAnnotation(FilteredBy.class);
    if (filtered != null) {
      names.addAll(filters(filtered).all().keySet());
    }
    return Set.copyOf(names);
  }

  private static void add(AnnotatedElement declared, Class<?> type, Set<String> names) {
    QueryParam query = declared.getAnnotation(QueryParam.class);
    if (query != null) {
      names.add(query.value());
    } else if (declared.isAnnotationPresent(BeanParam.class)) {
      addFields(type, names);
    }
  }

  private static void addFields(Class<?> bean, Set<String> names) {
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
