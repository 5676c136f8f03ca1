/**
 * The six code lists that grievances are configured with. They differ only in their table
 * descriptions.
 */
package org.grievances.codelist;
