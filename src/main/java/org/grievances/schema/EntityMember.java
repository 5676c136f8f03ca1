package org.grievances.schema;

import jakarta.persistence.Embedded;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads and sets the value of a field in an entity.
 *
 * @param embedded the member that holds the embedded object with the field; null if the entity
 *     itself has it
 */
record EntityMember(Field field, java.lang.reflect.Field embedded, java.lang.reflect.Field member) {

  /** The members of an entity; those of the class itself come before inherited ones. */
  static List<EntityMember> of(Class<?> entity) {
    return Stream.<Class<?>>iterate(entity, each -> each != Object.class, Class::getSuperclass)
        .flatMap(EntityMember::declared)
        .filter(member -> !member.isAnnotationPresent(Embedded.class))
        .map(member -> of(null, member))
        .toList();
  }

  /** The members of the objects that are embedded in an entity. */
  static List<EntityMember> ofEmbedded(Class<?> entity) {
    return declared(entity)
        .filter(member -> member.isAnnotationPresent(Embedded.class))
        .flatMap(
            embedded -> {
              embedded.setAccessible(true);
              return declared(embedded.getType()).map(member -> of(embedded, member));
            })
        .toList();
  }

  private static Stream<java.lang.reflect.Field> declared(Class<?> type) {
    return Stream.of(type.getDeclaredFields())
        .filter(member -> !member.isSynthetic() && !Modifier.isStatic(member.getModifiers()));
  }

  private static EntityMember of(java.lang.reflect.Field embedded, java.lang.reflect.Field member) {
    member.setAccessible(true);
    return new EntityMember(Field.of(member), embedded, member);
  }

  /** Whether an embedded object of a type has it. */
  boolean isIn(Class<?> type) {
    return embedded != null && embedded.getType() == type;
  }

  Object value(Object entity) {
    try {
      Object holder = embedded == null ? entity : embedded.get(entity);
      return holder == null ? null : member.get(holder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  void set(Object entity, Object value) {
    try {
      if (embedded != null && embedded.get(entity) == null) {
        embedded.set(entity, newInstance(embedded.getType()));
      }
      member.set(embedded == null ? entity : embedded.get(entity), value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new object of an entity or an embeddable, made as JPA makes it. */
  static Object newInstance(Class<?> type) throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }
}
