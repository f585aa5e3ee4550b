/**
 * A simulated Google: OAuth, Calendar v3 and People v1 for a handful of users, at least as strict
 * as the real service.
 */
@NullMarked
package io.lockstep.sandbox.google;

import org.jspecify.annotations.NullMarked;
