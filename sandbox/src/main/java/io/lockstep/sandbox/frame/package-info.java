/** What the simulated services share: HTTP, the clock, faults and the log of requests. */
@NullMarked
package io.lockstep.sandbox.frame;

import org.jspecify.annotations.NullMarked;
