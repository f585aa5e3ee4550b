/**
 * The two ports through which a pass meets the outside: a CRM and a mailbox. Adapters implement
 * them, the worker calls them.
 */
@NullMarked
package io.lockstep.port;

import org.jspecify.annotations.NullMarked;
