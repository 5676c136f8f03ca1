/** What is looked at when all other tests have ended. */
package org.grievances.privacy;
