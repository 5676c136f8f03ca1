package org.grievances.database.dialect;

import java.util.Map;
import org.grievances.schema.Field;

/**
 * How many rows of a group fulfil each of several conditions.
 *
 * @param group the values that its rows have in common, some of them null
 */
public record Tally(Map<Field, Object> group, long[] counts) {}
