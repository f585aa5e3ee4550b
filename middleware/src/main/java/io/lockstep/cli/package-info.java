/**
 * The commands, and the wiring of the process. The only place with a real clock, real randomness
 * and real sleeping.
 */
@NullMarked
package io.lockstep.cli;

import org.jspecify.annotations.NullMarked;
