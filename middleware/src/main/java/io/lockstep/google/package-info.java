/**
 * One person's Google mailbox behind the port: events of the primary calendar (Calendar API v3) and
 * the contacts under the label "Salesforce Sync" (People API v1), with sign-in and push channels.
 */
@NullMarked
package io.lockstep.google;

import org.jspecify.annotations.NullMarked;
