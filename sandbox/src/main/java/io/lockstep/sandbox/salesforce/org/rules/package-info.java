/** What the platform checks and derives when rows of the standard objects are saved. */
@NullMarked
package io.lockstep.sandbox.salesforce.org.rules;

import org.jspecify.annotations.NullMarked;
