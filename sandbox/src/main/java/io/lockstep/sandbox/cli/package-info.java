/** The command line of the sandbox. */
@NullMarked
package io.lockstep.sandbox.cli;

import org.jspecify.annotations.NullMarked;
