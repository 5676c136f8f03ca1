/**
 * The six lists of codes that grievances are configured with. They differ in their tables'
 * descriptions alone.
 */
package org.grievances.configuration;
