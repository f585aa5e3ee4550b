/**
 * Meetings on their way between simulated services: what their mails carry, by the rules of iTIP
 * (RFC 5546), so that one meeting with one iCalUID is in all of its guests' calendars.
 */
@NullMarked
package io.lockstep.sandbox.itip;

import org.jspecify.annotations.NullMarked;
