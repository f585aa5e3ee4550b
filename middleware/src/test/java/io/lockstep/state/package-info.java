/** Tests of the state, and an in-memory state for the tests of what stands above it. */
@NullMarked
package io.lockstep.state;

import org.jspecify.annotations.NullMarked;
