package org.grievances.http.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.grievances.item.Lines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingLinesTest {
  private static final Map<String, Object> ANSWERS =
      Map.of(
          "columns",
          List.of("key"),
          "hasHeader",
          false,
          "separator",
          ';',
          "count",
          OptionalLong.of(3),
          "room",
          Optional.empty(),
          "areInOrderOfKeys",
          true,
          "lastKey",
          7);

  private Method called;

  @ParameterizedTest
  @MethodSource("methods")
  void everyMethodIsForwarded(Method method) throws Exception {
    Iterator<Lines.Line> lines = List.<Lines.Line>of().iterator();
    Lines forwarded =
        (Lines)
            Proxy.newProxyInstance(
                Lines.class.getClassLoader(),
                new Class<?>[] {Lines.class},
                (proxy, call, arguments) -> {
                  called = call;
                  return call.getName().equals("iterator") ? lines : ANSWERS.get(call.getName());
                });
    Object answer = method.invoke(new ForwardingLines(forwarded) {});
    assertEquals(method, called);
    assertEquals(
        method.getName().equals("iterator") ? lines : ANSWERS.get(method.getName()), answer);
  }

  private static Stream<Method> methods() throws NoSuchMethodException {
    Stream<Method> ofLines =
        Arrays.stream(Lines.class.getDeclaredMethods())
            .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()));
    return Stream.concat(ofLines, Stream.of(Iterable.class.getMethod("iterator")));
  }
}
