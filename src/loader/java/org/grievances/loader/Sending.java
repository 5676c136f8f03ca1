package org.grievances.loader;

/**
 * How the service processes rows.
 *
 * @param strict whether an unknown member is an error in its row
 * @param merge whether members that a row lacks keep their values
 * @param dryRun whether nothing is kept
 */
record Sending(boolean strict, boolean merge, boolean dryRun) {

  /** The path of the batch, with its options. */
  String path() {
    String options = (merge ? "&merge=true" : "") + (dryRun ? "&dryRun=true" : "");
    return "grievances-batch" + options.replaceFirst("&", "?");
  }
}
