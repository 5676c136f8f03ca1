package org.grievances.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.grievances.grievance.CaseDetails;
import org.grievances.grievance.Grievance;
import org.junit.jupiter.api.Test;

class TableTest {

  /** Statements are kept for each table, so that another instance each time would be kept, too. */
  @Test
  void partOfATableIsTheSameEachTime() {
    List<Table> parts = Grievance.TABLE.parts();
    assertEquals(
        List.of("grievance_filings", "grievance_cases"), parts.stream().map(Table::label).toList());
    assertSame(CaseDetails.TABLE, parts.get(1));
    assertSame(CaseDetails.TABLE, Grievance.TABLE.part(CaseDetails.class));
  }

  @Test
  void partIsNeitherCreatedNorGivenKeys() {
    assertEquals(false, CaseDetails.TABLE.hasSequence());
    assertEquals(true, Grievance.TABLE.hasSequence());
    assertSame(Grievance.STORED, CaseDetails.TABLE.stored());
  }
}
