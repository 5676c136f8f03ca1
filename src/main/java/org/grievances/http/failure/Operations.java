package org.grievances.http.failure;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.grievances.Application;

/**
 * The media types of every operation, by the JAX-RS annotations of the resources. JAX-RS does not
 * say which operation a request was for that it refuses because of a media type.
 */
@ApplicationScoped
public class Operations {
  /** A variable of a path, with the regular expression that it may have. */
  private static final Pattern VARIABLE = Pattern.compile("\\{[^:{}]+(?::([^{}]*))?}");

  @Inject private BeanManager beans;

  private final List<Operation> all = new ArrayList<>();

  private record Operation(
      String method, Pattern path, Optional<Consumes> taken, Optional<Produces> offered) {

    boolean isOf(HttpServletRequest request) {
      String called = request.getMethod().equals(HttpMethod.HEAD) ? "GET" : request.getMethod();
      return method.equals(called) && path.matcher(request.getRequestURI()).matches();
    }
  }

  @PostConstruct
  void find() {
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Class<?> resource = bean.getBeanClass();
      if (resource.isAnnotationPresent(Path.class)) {
        Stream.of(resource.getMethods()).forEach(method -> add(resource, method));
      }
    }
  }

  private void add(Class<?> resource, Method method) {
    Stream.of(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(http -> http != null)
        .forEach(
            http ->
                all.add(
                    new Operation(
                        http.value(),
                        path(resource, method),
                        annotation(resource, method, Consumes.class),
                        annotation(resource, method, Produces.class))));
  }

  private static <A extends Annotation> Optional<A> annotation(
      Class<?> resource, Method method, Class<A> type) {
    return Optional.ofNullable(method.getAnnotation(type))
        .or(() -> Optional.ofNullable(resource.getAnnotation(type)));
  }

  private static Pattern path(Class<?> resource, Method method) {
    StringBuilder path = new StringBuilder(Application.PATH);
    Stream.of(resource.getAnnotation(Path.class), method.getAnnotation(Path.class))
        .filter(part -> part != null && !part.value().isEmpty())
        .forEach(part -> path.append('/').append(regex(part.value())));
    return Pattern.compile(path.toString());
  }

  private static String regex(String template) {
    return VARIABLE.matcher(template).replaceAll(Operations::regexOfVariable);
  }

  private static String regexOfVariable(MatchResult variable) {
    String regex = variable.group(1) == null ? "[^/]+" : variable.group(1).strip();
    return Matcher.quoteReplacement("(?:" + regex + ")");
  }

  /** The media types that the requested operation accepts; empty without such an operation. */
  Optional<String> taken(HttpServletRequest request) {
    return types(request, operation -> operation.taken().map(Consumes::value));
  }

  /** The types of the responses that the requested operation offers. */
  Optional<String> offered(HttpServletRequest request) {
    return types(request, operation -> operation.offered().map(Produces::value));
  }

  private Optional<String> types(
      HttpServletRequest request, Function<Operation, Optional<String[]>> types) {
    return all.stream()
        .filter(operation -> operation.isOf(request))
        .findFirst()
        .flatMap(types)
        .map(each -> String.join(", ", each));
  }
}
