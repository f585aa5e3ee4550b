/**
 * A simulated Microsoft 365: Entra sign-in and Microsoft Graph v1.0 for the mailboxes of one
 * tenant, at least as strict as the real service.
 */
@NullMarked
package io.lockstep.sandbox.microsoft;

import org.jspecify.annotations.NullMarked;
