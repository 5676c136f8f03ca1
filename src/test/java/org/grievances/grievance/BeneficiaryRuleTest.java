package org.grievances.grievance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.grievances.schema.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeneficiaryRuleTest {
  private static final Table TABLE = CaseDetails.TABLE;

  /** The first is the example that CMS has published; the others differ from it in one place. */
  @ParameterizedTest
  @CsvSource({
    "MEDICARE_C, 1EG4TE5MK73, true",
    "MEDICARE_D, 9A00A00AA00, true",
    "INTEGRATED, 1EGATE5MK73, false",
    "MEDICARE_C, 0EG4TE5MK73, false",
    "MEDICARE_C, 1SG4TE5MK73, false",
    "MEDICARE_C, 1EL4TE5MK73, false",
    "MEDICARE_C, 1EG4OE5MK73, false",
    "MEDICARE_C, 1EG4TI5MK73, false",
    "MEDICARE_C, 1EG4TE5BK73, false",
    "MEDICARE_C, 1EG4TE5MZ73, false",
    "MEDICARE_C, 1EG4TE5MK7A, false",
    "MEDICARE_C, 1EG4TE5MK7, false",
    "MEDICARE_C, 1eg4te5mk73, false",
    "MEDICAID, 1EG4-TE5, true",
    "COMMERCIAL, 7, true",
    ", 7, true",
    "MEDICARE_C, , true"
  })
  void beneficiaryOfMedicareHasAnIdentifierOfCms(String line, String beneficiary, boolean isRight) {
    Object[] row = new Object[TABLE.fields().size()];
    row[TABLE.position("line_Of_Business")] = line;
    row[TABLE.position("beneficiary_ID")] = beneficiary;
    assertEquals(isRight, new BeneficiaryRule().violation(TABLE, row).isEmpty());
  }
}
