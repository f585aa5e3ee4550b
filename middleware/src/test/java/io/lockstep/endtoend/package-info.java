/**
 * The middleware as a process of its own against the sandbox over HTTP: what an operator and the
 * people at both sides see.
 */
@NullMarked
package io.lockstep.endtoend;

import org.jspecify.annotations.NullMarked;
