package org.grievances.grievance;

import java.util.Optional;
import java.util.regex.Pattern;
import org.grievances.grievance.CaseDetails.LineOfBusiness;
import org.grievances.schema.RowRule;
import org.grievances.schema.Table;

/**
 * The identifier of a beneficiary of Medicare is a Medicare Beneficiary Identifier, in the format
 * that CMS has published ("Understanding the MBI"): 11 characters without hyphens, of which the
 * first is a digit from 1 to 9, with letters but S, L, O, I, B and Z. Those of other lines of
 * business have formats of their own.
 */
final class BeneficiaryRule implements RowRule {
  private static final String LETTER = "[AC-HJKMNP-RT-Y]";
  private static final String ANY = "[0-9AC-HJKMNP-RT-Y]";
  private static final Pattern MBI =
      Pattern.compile("[1-9]%1$s%2$s[0-9]%1$s%2$s[0-9]%1$s%1$s[0-9]{2}".formatted(LETTER, ANY));
  private static final String NOT_ONE =
      "not a Medicare Beneficiary Identifier of 11 characters without hyphens, as"
          + " line_Of_Business asks for";

  @Override
  public Optional<Violation> violation(Table table, Object[] row) {
    String line = (String) row[table.position("line_Of_Business")];
    String beneficiary = (String) row[table.position("beneficiary_ID")];
    boolean isWrong =
        line != null
            && beneficiary != null
            && LineOfBusiness.valueOf(line).isMedicare()
            && !MBI.matcher(beneficiary).matches();
    return isWrong
        ? Optional.of(new Violation(table.field("beneficiary_ID"), NOT_ONE))
        : Optional.empty();
  }
}
