/** Change notifications of the simulated Graph: subscriptions, call-backs, lifecycle events. */
@NullMarked
package io.lockstep.sandbox.microsoft.subscription;

import org.jspecify.annotations.NullMarked;
