/**
 * The demonstration: the real middleware against the sandbox, step by step, with its own verdict.
 */
@NullMarked
package io.lockstep.sandbox.demo;

import org.jspecify.annotations.NullMarked;
