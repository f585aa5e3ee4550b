/**
 * The real core and the real pass flow against sides in memory that fail in every way the real ones
 * do, run by seed. A failure prints its seed; the same seed replays it.
 */
@NullMarked
package io.lockstep.simulation;

import org.jspecify.annotations.NullMarked;
