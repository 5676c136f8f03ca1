/** Tests batches in combinations of databases, sizes, options and defects. */
package org.grievances.combinations;
