/**
 * What the wire formats of the simulated org share: settings, sessions, the API quota and how
 * values are written.
 */
@NullMarked
package io.lockstep.sandbox.salesforce.api;

import org.jspecify.annotations.NullMarked;
