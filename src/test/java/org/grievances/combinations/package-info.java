/** What the service promises, combined: each promise with every other, at every size. */
package org.grievances.combinations;
