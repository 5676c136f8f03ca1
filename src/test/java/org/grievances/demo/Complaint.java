package org.grievances.demo;

import java.util.List;

/**
 * What members and providers complain of, and how it ends.
 *
 * @param endings for each resolution type in the order of {@link #RESOLUTION_TYPES}
 */
record Complaint(String category, String issueType, String issue, List<String> endings) {
  static final List<String> RESOLUTION_TYPES = List.of("Upheld", "Overturned", "Withdrawn");

  private static final String WITHDRAWN = "The member called and withdrew the grievance.";

  /** Those that come most often stand more than once. */
  static final List<Complaint> ALL =
      List.of(
          of(
              "Billing",
              "Wrong Charge",
              "Charged twice for one office visit. The provider sent a second bill after the copay"
                  + " was paid.",
              "The second bill is for the laboratory and is correct.",
              "The second charge was removed and the copay refunded."),
          of(
              "Billing",
              "Wrong Charge",
              "Billed the balance for an anaesthetist out of network during a covered operation.",
              "The member had agreed to the provider in writing.",
              "The claim was paid again at the rate in network; the member owes nothing."),
          of(
              "Billing",
              "Denied Claim",
              "Claim denied although the visit had prior authorization.",
              "The authorization had expired before the visit.",
              "The authorization was found and the claim paid."),
          of(
              "Billing",
              "Denied Claim",
              "Claim for physical therapy denied as not medically necessary after six visits.",
              "The plan covers six visits without a new referral.",
              "Four more visits were approved on the physician's letter."),
          of(
              "Access",
              "Wait Time",
              "No specialist within six weeks in network. Asks for a referral out of network.",
              "An appointment within two weeks was offered and declined.",
              "A referral out of network was approved at the rate in network."),
          of(
              "Access",
              "Wait Time",
              "The nearest pediatrician who takes new patients is forty miles away.",
              "Two practices within twelve miles take new patients; the list was sent.",
              "Travel is paid until a practice nearby joins the network."),
          of(
              "Customer Service",
              "Rude Staff",
              "Hung up on twice while on hold; the third call was answered after fifty minutes.",
              "The calls were lost by a failure of the telephone line.",
              "The member got an apology and the agent further training."),
          of(
              "Customer Service",
              "Rude Staff",
              "Told by the representative to read the handbook instead of getting an answer.",
              "The recording does not bear this out.",
              "A supervisor called back and answered all questions."),
          of(
              "Pharmacy",
              "Wrong Charge",
              "Brand copay charged for a generic drug.",
              "The drug is on the brand tier this year; the notice was sent in October.",
              "The difference of the copays was refunded."),
          of(
              "Pharmacy",
              "Denied Claim",
              "Refill of insulin refused as too early although the dose had been raised.",
              "The pharmacy had no prescription for the new dose.",
              "The new dose was entered and the refill released."),
          of(
              "Quality of Care",
              "Wait Time",
              "Waited four hours with a fracture before anybody looked at it.",
              "Patients in danger came first; the triage was documented.",
              "The clinic reviewed its triage and wrote to the member."),
          of(
              "Quality of Care",
              "Rude Staff",
              "The hospital discharged the patient without instructions on wound care.",
              "The instructions were signed for at discharge.",
              "A nurse visited at home, and the hospital was asked for a plan to correct this."),
          of(
              "Enrollment",
              "Denied Claim",
              "Newborn not added to the plan, first bill denied.",
              "The birth was reported after the sixty days that the plan allows.",
              "The newborn was added from the day of birth and the bill paid."),
          of(
              "Enrollment",
              "Wrong Charge",
              "Premium still withdrawn two months after coverage ended.",
              "The notice came after the date for the next month.",
              "Both premiums were returned."));

  private static Complaint of(
      String category, String issueType, String issue, String upheld, String overturned) {
    return new Complaint(category, issueType, issue, List.of(upheld, overturned, WITHDRAWN));
  }
}
