package org.grievances.csv;

import java.util.List;

/**
 * A row of CSV.
 *
 * @param line at which it begins, from 1
 * @param fields null for those that have no value
 */
public record CsvRow(long line, List<String> fields) {}
