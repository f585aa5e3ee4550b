/**
 * The flow of a pass over a mailbox, the change feed of an org, and whose turn it is. Start reading
 * at {@link MailboxPass}.
 */
@NullMarked
package io.lockstep.worker;

import org.jspecify.annotations.NullMarked;
