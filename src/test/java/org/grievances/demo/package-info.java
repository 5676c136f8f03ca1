/** {@code mvn -Pdemo} starts a server and sends sample batches to it. */
package org.grievances.demo;
