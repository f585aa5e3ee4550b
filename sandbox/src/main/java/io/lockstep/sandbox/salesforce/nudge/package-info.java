/**
 * What follows in the org from a published nudge: the event bus, its subscriber, and the signed
 * callout to the middleware.
 */
@NullMarked
package io.lockstep.sandbox.salesforce.nudge;

import org.jspecify.annotations.NullMarked;
