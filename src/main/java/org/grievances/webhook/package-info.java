/** Webhooks: other systems learn over HTTPS that something has happened, and ask for it. */
package org.grievances.webhook;
