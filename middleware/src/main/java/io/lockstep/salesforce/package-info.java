/**
 * The adapter for Salesforce: sign-in as each acting user, the SOAP and Bulk wire, the mapping of
 * events and contacts, and the ports of a CRM on top of them.
 */
@NullMarked
package io.lockstep.salesforce;

import org.jspecify.annotations.NullMarked;
