/**
 * Salesforce, Google and Microsoft 365 on one machine, for the demo, the tests and the benchmarks.
 */
@NullMarked
package io.lockstep.sandbox;

import org.jspecify.annotations.NullMarked;
