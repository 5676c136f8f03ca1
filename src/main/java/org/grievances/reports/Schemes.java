package org.grievances.reports;

import java.util.LinkedHashMap;
import java.util.Map;

/** The schemes of codes whose codes the service knows, with the texts of these. */
final class Schemes {
  static final String SERVICE = "MCPAR_SERVICE";
  static final String REASON = "MCPAR_REASON";
  static final String LTSS = "MCPAR_LTSS";
  static final String LTSS_CODE = "12";
  static final String FUNCTION = "NAIC_FUNCTION";
  static final String COMPLAINT_REASON = "NAIC_REASON";
  static final String DISPOSITION = "NAIC_DISPOSITION";
  static final String DEPARTMENT = "NAIC_DEPARTMENT";
  static final String STATE = "NAIC_STATE";

  /** Of the services that grievances are about; there is no 15j. */
  static final Map<String, String> SERVICES = new LinkedHashMap<>();

  /** Of the reasons for grievances. */
  static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    SERVICES.put("15a", "general inpatient services");
    SERVICES.put("15b", "general outpatient services");
    SERVICES.put("15c", "inpatient behavioral health services");
    SERVICES.put("15d", "outpatient behavioral health services");
    SERVICES.put("15e", "coverage of outpatient prescription drugs");
    SERVICES.put("15f", "skilled nursing facility (SNF) services");
    SERVICES.put("15g", "long-term services and supports (LTSS)");
    SERVICES.put("15h", "dental services");
    SERVICES.put("15i", "non-emergency medical transportation (NEMT)");
    SERVICES.put("15k", "durable medical equipment (DME) and supplies");
    SERVICES.put("15l", "home health or hospice");
    SERVICES.put("15m", "emergency services or emergency department");
    SERVICES.put("15n", "therapies");
    SERVICES.put("15o", "other service types");
    REASONS.put("16a", "plan or provider customer service");
    REASONS.put("16b", "plan or provider care management or case management");
    REASONS.put("16c", "network adequacy or access to care from plan or provider");
    REASONS.put("16d", "quality of care");
    REASONS.put("16e", "plan communications");
    REASONS.put("16f", "payment or billing issues");
    REASONS.put("16g", "suspected fraud");
    REASONS.put("16h", "abuse, neglect or exploitation");
    REASONS.put("16i", "lack of timely plan response");
    REASONS.put("16j", "plan denial of requests for an expedited appeal");
    REASONS.put("16k", "other reasons");
  }

  private static final Map<String, Map<String, String>> KNOWN =
      Map.of(
          SERVICE,
          SERVICES,
          REASON,
          REASONS,
          LTSS,
          Map.of(LTSS_CODE, "LTSS users", "none", "others"));

  private Schemes() {}

  /** Whether a scheme can have a code; one that the service does not know can have any. */
  static boolean allows(String scheme, String code) {
    return !KNOWN.containsKey(scheme) || KNOWN.get(scheme).containsKey(code);
  }
}
