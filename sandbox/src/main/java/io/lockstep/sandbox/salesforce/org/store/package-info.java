/** Where the rows of the org are kept, with their earlier states for late readers and rollbacks. */
@NullMarked
package io.lockstep.sandbox.salesforce.org.store;

import org.jspecify.annotations.NullMarked;
