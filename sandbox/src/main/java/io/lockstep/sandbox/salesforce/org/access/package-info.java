/** Who may see and do what: profiles, permission sets, field security, sharing. */
@NullMarked
package io.lockstep.sandbox.salesforce.org.access;

import org.jspecify.annotations.NullMarked;
