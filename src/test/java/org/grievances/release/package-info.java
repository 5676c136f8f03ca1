/** Tests of the packages that {@code mvn -Prelease} makes. */
package org.grievances.release;
