/**
 * Who calls and what they may do: API keys, bearer tokens, databases and roles. Nothing imports
 * this package; its filters run before every operation.
 */
package org.grievances.security;
