/** What every response shares: the envelope, problems, media types and the activity id. */
package org.grievances.api;
