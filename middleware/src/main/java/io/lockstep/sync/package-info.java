/**
 * The pure core: what two sides hold, what was last known of them, and what to write where. Values
 * in, decisions out; no I/O, no clock, nothing of Salesforce, Google or Microsoft.
 */
@NullMarked
package io.lockstep.sync;

import org.jspecify.annotations.NullMarked;
