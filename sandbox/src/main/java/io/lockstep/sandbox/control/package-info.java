/**
 * The sandbox's own service: it fills the simulated services, moves their clock, makes them
 * misbehave, acts as people do beside the API, and tells what was called and sent.
 */
@NullMarked
package io.lockstep.sandbox.control;

import org.jspecify.annotations.NullMarked;
