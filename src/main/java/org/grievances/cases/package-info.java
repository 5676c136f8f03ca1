/** The cases of grievances: who works on them, under which line of business, and their outcome. */
package org.grievances.cases;
