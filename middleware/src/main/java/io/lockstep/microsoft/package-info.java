/**
 * A Microsoft 365 mailbox through Microsoft Graph: sign-in, events, contacts and change
 * notifications. Knows nothing of other providers and nothing of Salesforce.
 */
@NullMarked
package io.lockstep.microsoft;

import org.jspecify.annotations.NullMarked;
