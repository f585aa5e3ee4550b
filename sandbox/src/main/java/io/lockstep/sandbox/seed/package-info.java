/**
 * A company made up from a number: its people, contacts and meetings, and the ways they are put
 * into the simulated services. The same number gives the same company.
 */
@NullMarked
package io.lockstep.sandbox.seed;

import org.jspecify.annotations.NullMarked;
