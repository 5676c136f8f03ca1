package org.grievances.openapi;

import static java.util.stream.Collectors.joining;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.grievances.http.query.Filters;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;

/** Describes the query parameters that filter the records of a list. */
final class FilterParameters {
  private static final String LOCAL =
      " A date alone is the beginning of that day in the zone of the database.";

  private FilterParameters() {}

  static void addTo(Operation operation, Filters filters) {
    filters.all().forEach((name, filter) -> operation.addParameter(parameter(name, filter)));
  }

  private static Parameter parameter(String name, Filters.Filter filter) {
    return OASFactory.createParameter()
        .name(name)
        .in(Parameter.In.QUERY)
        .description(description(filter))
        .schema(schema(filter));
  }

  private static String description(Filters.Filter filter) {
    if (filter instanceof Filters.HasWords words) {
      return words.texts().stream()
          .map(Field::name)
          .collect(joining(", ", "Those with all of these words in ", ", together; whole words."));
    }
    String chosen = chosen(filter);
    return takesTime(filter) ? chosen + LOCAL : chosen;
  }

  private static String chosen(Filters.Filter filter) {
    if (filter instanceof Filters.Compared compared) {
      return description(compared.field().name(), compared.comparison());
    }
    return filter instanceof Filters.Apart apart
        ? apart.description()
        : ((Filters.Derived) filter).description();
  }

  private static boolean takesTime(Filters.Filter filter) {
    return filter.field().kind() == Field.Kind.DATE_TIME
        && !(filter instanceof Filters.Compared compared && !compared.comparison().needsValue());
  }

  private static String description(String member, Comparison comparison) {
    return switch (comparison) {
      case EQUAL, SORTED_ALIKE -> "Those with one of these values of " + member + ".";
      case NOT_EQUAL -> "Those with none of these values of " + member + ", or without one.";
      case AT_LEAST -> "Those whose " + member + " is this or greater.";
      case GREATER -> "Those whose " + member + " is greater than this.";
      case LESS -> "Those whose " + member + " is less than this.";
      case IS_NULL, IS_NOT_NULL -> "Those without " + member + ", or with false, those with it.";
    };
  }

  private static Schema schema(Filters.Filter filter) {
    if (filter instanceof Filters.Compared compared && !compared.comparison().needsValue()) {
      return OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN);
    }
    if (filter instanceof Filters.HasWords) {
      return OASFactory.createSchema()
          .addType(Schema.SchemaType.STRING)
          .minLength(1)
          .maxLength(Filters.MAX_LENGTH_OF_WORDS);
    }
    Schema value = schema(filter.field());
    return filter.maxValues() == 1
        ? value
        : OASFactory.createSchema()
            .addType(Schema.SchemaType.ARRAY)
            .maxItems(filter.maxValues())
            .items(value);
  }

  private static Schema schema(Field field) {
    Schema schema = OASFactory.createSchema();
    return switch (field.kind()) {
      case INTEGER -> schema.addType(Schema.SchemaType.INTEGER).format("int32");
      case BOOLEAN -> schema.addType(Schema.SchemaType.BOOLEAN);
      case TEXT -> schema.addType(Schema.SchemaType.STRING).maxLength(field.maxLength());
      case DATE_TIME -> schema.addType(Schema.SchemaType.STRING).format("date-time");
      case INTEGERS -> throw new IllegalArgumentException("No filter compares whole lists");
    };
  }
}
