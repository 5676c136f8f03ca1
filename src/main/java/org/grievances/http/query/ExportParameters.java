package org.grievances.http.query;

import jakarta.ws.rs.BeanParam;
import java.util.List;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** The parameters of an export of records, and which members these have. */
public class ExportParameters extends ResultParameters {
  @BeanParam private FieldsParameter fields;

  /** The fields of a table that are requested. */
  public List<Field> fields(Table table) {
    return fields.of(table);
  }
}
