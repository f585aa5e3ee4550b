/**
 * A Salesforce org: the wire formats in front of the {@link io.lockstep.sandbox.salesforce.org
 * engine}.
 */
@NullMarked
package io.lockstep.sandbox.salesforce;

import org.jspecify.annotations.NullMarked;
