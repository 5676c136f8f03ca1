/**
 * Sessions of the API and of the console: stored, signed, continued and ended, and their tokens.
 */
package org.grievances.security.session;
