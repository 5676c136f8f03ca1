package org.grievances.reports;

/**
 * How the files of a layout are written.
 *
 * @param hasHeader whether the first line has the names of the columns
 */
record LayoutForm(char separator, boolean hasHeader) {}
