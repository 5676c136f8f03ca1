/** What operators can configure: each setting, the values that it can have, and their check. */
package org.grievances.settings;
