/** {@code mvn -Pdemo}: a server that runs, and the first batches put into it. */
package org.grievances.demo;
